import type { IncomingMessage, ServerResponse } from 'node:http';
import { Module, RequestMethod } from '@nestjs/common';
import { LoggerModule, type Params } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
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

/** nestjs-pino's own default, `{/*splat}`, matches nothing under @fastify/middie 9.3: it puts another slash in front. */
const EVERY_ROUTE = [{ path: '*path', method: RequestMethod.ALL }];

const QUIET = ['/health/', '/metrics'];

/**
 * One JSON line a request: never a body, a header or a query string, which may carry personal data and secrets.
 * Every line that is written while a request is handled carries its `correlationId`.
 */
export function loggingParams(config: LoggingConfig, destination?: DestinationStream): Params {
  const options = {
    level: config.LOG_LEVEL,
    redact: { paths: REDACTED, censor: '[redacted]' },
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'correlationId' },
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: url?.split('?', 1)[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
    customLogLevel: (_req: IncomingMessage, res: ServerResponse, error?: Error) =>
      error || res.statusCode >= 500 ? ('error' as const) : ('info' as const),
    autoLogging: {
      ignore: (req: IncomingMessage) => QUIET.some((path) => req.url?.startsWith(path)),
    },
  };
  return { forRoutes: EVERY_ROUTE, pinoHttp: destination ? [options, destination] : options };
}

/** Structured JSON logs on standard output. Give it to Nest with `app.useLogger(app.get(Logger))`. */
@Module({
  imports: [LoggerModule.forRootAsync({ useFactory: () => loggingParams(LoggingConfig.fromEnv()) })],
})
export class LoggingModule {}
