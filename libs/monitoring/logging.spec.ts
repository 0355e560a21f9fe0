import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { loggingParams, logRequest, withCorrelationId } from './logging.js';

describe('the log', () => {
  const lines: string[] = [];
  const destination: DestinationStream = { write: (line) => void lines.push(line) };
  const [options] = loggingParams({ LOG_LEVEL: 'info' }, destination).pinoHttp as [
    LoggerOptions,
    DestinationStream,
  ];
  const log: Logger = pino(options, destination);
  beforeEach(() => lines.splice(0));

  const answered = (url: string, status: number | null = 200) => {
    logRequest(log, { correlationId: 'corr-1', method: 'POST', url, status, responseTimeMs: 12.4 });
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  it('is one JSON line a request, with method, path, status, time and correlation id', () => {
    expect(answered('/v1/jobs?token=s3cret')).toMatchObject([
      {
        level: 30,
        correlationId: 'corr-1',
        req: { method: 'POST', path: '/v1/jobs' },
        res: { statusCode: 200 },
        responseTime: 12,
      },
    ]);
    expect(lines.join('')).not.toContain('s3cret');
  });

  it('holds no secret of what the code logs', () => {
    log.info({ password: 'hunter2', user: { accessToken: 'ey.J0', email: 'a@b.c' } }, 'inside');
    expect(lines.join('')).not.toMatch(/hunter2|ey\.J0/);
    expect(lines.join('')).toContain('a@b.c');
  });

  it('names the request in every line that is written for it, and in no other', async () => {
    await withCorrelationId('corr-2', async () => {
      await Promise.resolve();
      log.info('inside');
    });
    log.info('outside');
    expect(lines.map((line) => (JSON.parse(line) as { correlationId?: string }).correlationId)).toEqual([
      'corr-2',
      undefined,
    ]);
  });

  it('tells what went wrong as an error, who went away, and leaves probes and scrapes out', () => {
    expect(answered('/broken', 500).at(-1)).toMatchObject({ level: 50, res: { statusCode: 500 } });
    expect(answered('/slow', null).at(-1)).toMatchObject({ level: 30, msg: 'request aborted' });
    lines.splice(0);
    expect(answered('/health/live')).toEqual([]);
    expect(answered('/metrics')).toEqual([]);
  });

  it('goes to standard output unless told otherwise', () => {
    expect(loggingParams({ LOG_LEVEL: 'warn' }).pinoHttp).toMatchObject({ level: 'warn' });
  });
});
