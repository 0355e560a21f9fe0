import { AsyncLocalStorage } from 'node:async_hooks';
import { Module } from '@nestjs/common';
import { LoggerModule, type Params } from 'nestjs-pino';
import type { DestinationStream, Logger } from 'pino';
import { LoggingConfig } from './logging.config.js';

const SECRETS = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'accessToken',
  'refreshToken',
  'token',
  'secret',
];

/** Wherever a secret stands in what is logged: at the top, or in an object or two. */
const REDACTED = SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);

const QUIET = ['/health/', '/metrics'];

const correlation = new AsyncLocalStorage<string>();

/** Every line that `work` writes carries this `correlationId`. */
export const withCorrelationId = <T>(id: string, work: () => T): T => correlation.run(id, work);

/** The id of the request that this is done for, if for one. */
export const currentCorrelationId = (): string | undefined => correlation.getStore();

/** Structured JSON lines. nestjs-pino's own middleware is not used: a logger made for each request costs more than its answer. */
export function loggingParams(config: LoggingConfig, destination?: DestinationStream): Params {
  const options = {
    level: config.LOG_LEVEL,
    redact: { paths: REDACTED, censor: '[redacted]' },
    mixin: () => {
      const correlationId = currentCorrelationId();
      return correlationId === undefined ? {} : { correlationId };
    },
  };
  return { forRoutes: [], pinoHttp: destination ? [options, destination] : options };
}

/** What is told of a request when it has been answered, or when whoever asked has gone (`status` is null). */
export interface AnsweredRequest {
  correlationId: string;
  method: string;
  url: string;
  status: number | null;
  responseTimeMs: number;
}

/** One line a request: never a body, a header or a query string, which may carry personal data and secrets. */
export function logRequest(
  log: Pick<Logger, 'info' | 'error'>,
  { correlationId, method, url, status, responseTimeMs }: AnsweredRequest,
): void {
  if (QUIET.some((path) => url.startsWith(path))) return;
  const line = {
    correlationId,
    req: { method, path: url.split('?', 1)[0] },
    res: { statusCode: status },
    responseTime: Math.round(responseTimeMs),
  };
  if (status === null) log.info(line, 'request aborted');
  else if (status >= 500) log.error(line, 'request errored');
  else log.info(line, 'request completed');
}

/** Structured JSON logs on standard output. Give it to Nest with `app.useLogger(app.get(Logger))`. */
@Module({
  imports: [LoggerModule.forRootAsync({ useFactory: () => loggingParams(LoggingConfig.fromEnv()) })],
})
export class LoggingModule {}
