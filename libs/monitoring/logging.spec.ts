import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Params } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import { type Options, pinoHttp } from 'pino-http';
import { loggingParams } from './logging.js';

describe('the log', () => {
  const lines: string[] = [];
  const destination: DestinationStream = { write: (line) => void lines.push(line) };
  const [options] = loggingParams({ LOG_LEVEL: 'info' }, destination).pinoHttp as [
    Options,
    DestinationStream,
  ];
  const log = pinoHttp(options, destination);
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.id = 'corr-1';
      log(request, response);
      request.log.info({ password: 'hunter2', user: { accessToken: 'ey.J0', email: 'a@b.c' } }, 'inside');
      response.statusCode = request.url === '/broken' ? 500 : 200;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => lines.splice(0));
  afterAll(() => server.close());

  const call = async (path: string) => {
    await fetch(url + path, {
      method: 'POST',
      body: 'my secret body',
      headers: { authorization: 'Bearer s3cret', cookie: 'session=s3cret' },
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  it('is one JSON line a request, with method, path, status, time and correlation id', async () => {
    const completed = (await call('/v1/jobs?token=s3cret')).at(-1);
    expect(completed).toMatchObject({
      correlationId: 'corr-1',
      req: { method: 'POST', path: '/v1/jobs' },
      res: { statusCode: 200 },
    });
    expect(completed?.responseTime).toEqual(expect.any(Number));
  });

  it('holds no secret: not from headers, query, body or what the code logs', async () => {
    await call('/v1/jobs?token=s3cret');
    expect(lines.join('')).not.toMatch(/s3cret|hunter2|ey\.J0|my secret body/);
    expect(lines.join('')).toContain('a@b.c');
  });

  it('tells what went wrong as an error, and leaves probes and scrapes out', async () => {
    expect((await call('/broken')).at(-1)).toMatchObject({ level: 50, res: { statusCode: 500 } });
    lines.splice(0);
    expect((await call('/health/live')).map(({ msg }) => msg)).toEqual(['inside']);
  });

  it('goes to standard output unless told otherwise', () => {
    const params: Params = loggingParams({ LOG_LEVEL: 'warn' });
    expect(params.pinoHttp).toMatchObject({ level: 'warn' });
  });
});
