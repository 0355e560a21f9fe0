import compress from '@fastify/compress';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PinoLogger } from 'nestjs-pino';
import { runInRequest } from '#libs/auth';
import { runUnbound } from '#libs/database';
import { logRequest, observeHttp, withCorrelationId } from '#libs/monitoring';
import { ApiConfig } from '../api.config.js';
import { CORRELATION_HEADER, correlationId } from './correlation.js';
import { allowOrigins } from './cors.js';
import { tagged } from './etag.js';
import { HttpError } from './http-error.js';
import type { HttpReply, HttpRequest } from './http.types.js';
import { nestingDepth } from './nesting.js';
import { holdsOnlyStorableText } from './storable-text.js';
import { toFailure, toProblem } from './problem.js';
import { sendProblem } from './problem.filter.js';
import { RouteTable } from './route-table.js';
import { SECURITY_HEADERS } from './security-headers.js';

/** Neither the database nor a file's name can hold it. */
const UNSTORABLE = new HttpError(
  'http.malformed',
  'Text must not contain the character U+0000 or half of a surrogate pair',
);

/** No honest body is nested more deeply; walking one of many thousand levels would exhaust the stack. */
const MAX_NESTING = 32;

export function createAdapter(config: ApiConfig): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: config.API_BODY_LIMIT_BYTES,
    genReqId: correlationId,
    // What the router refuses before any hook or filter runs: an address that can't be decoded, or is too long.
    frameworkErrors: (error: Error, request: HttpRequest, reply: HttpReply) => {
      reply.header(CORRELATION_HEADER, request.id);
      const failure = toFailure(error);
      sendProblem(reply, failure, toProblem(failure, request));
    },
  });
}

/** What happens to every request, before and after Nest: ids, headers, compression, the body's limits, metrics. */
export async function setUpServer(app: NestFastifyApplication, config = ApiConfig.fromEnv()): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  const routes = app.get(RouteTable);
  const { logger } = await app.resolve(PinoLogger);

  server.addHook('onRoute', (route) => {
    routes.add(route.method, route.url);
    // A route opts out with `@RouteConfig({ compress: false })`: bytes that are addressed by range or hash, and streams.
    const { compress: compressed } = (route.config ?? {}) as { compress?: false };
    if (compressed === false) Object.assign(route, { compress: false });
  });
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS).header(CORRELATION_HEADER, request.id);
    done(request.url.includes('%00') ? UNSTORABLE : undefined);
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    done(null, tagged(request as unknown as HttpRequest, reply as unknown as HttpReply, payload));
  });
  // The last hook before the guards, since reading a body may lose the context that was set before it.
  server.addHook('preHandler', ({ id }, _reply, done) =>
    withCorrelationId(id, () => runInRequest(() => runUnbound(done))),
  );
  server.addHook('onResponse', (request, reply, done) => {
    measure(request as unknown as HttpRequest, reply as unknown as HttpReply);
    // Whoever hangs up before the end is not told the rest.
    const status = reply.raw.writableFinished ? reply.statusCode : null;
    const { id: correlationId, method, url } = request;
    logRequest(logger, { correlationId, method, url, status, responseTimeMs: reply.elapsedTime });
    done();
  });

  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (nestingDepth(body) > MAX_NESTING) {
      const message = `The JSON body is nested more than ${MAX_NESTING} levels deep`;
      done(new HttpError('http.malformed', message));
    } else {
      // Signatures are over the body as it came.
      (request as unknown as HttpRequest).rawBody = body;
      void parseJson(request, body, (error, value) => {
        const unfit = error ?? (holdsOnlyStorableText(body, value) ? null : UNSTORABLE);
        done(unfit, value);
      });
    }
  });

  allowOrigins(app, config);
  await app.register(compress, { globalDecompression: false });
}

/** By the route's template: a label with ids in it would grow without end. */
function measure(request: HttpRequest, reply: HttpReply): void {
  const isStream = String(reply.getHeader('content-type')).startsWith('text/event-stream');
  if (isStream) return;
  const { method, routeOptions } = request;
  const route = request.is404 ? 'unmatched' : (routeOptions.url ?? 'unmatched');
  observeHttp({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
}
