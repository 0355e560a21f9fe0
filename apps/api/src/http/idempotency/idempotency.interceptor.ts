import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, concatMap, defer, from, map, type Observable, throwError } from 'rxjs';
import { IdempotencyKeys, type IdempotentRequest, StoredAnswer } from '#libs/idempotency';
import { type HttpReply, type HttpRequest, JSON_TYPE } from '../http.types.js';
import { answerKeeper } from './answer-keeper.js';
import { idempotentRequest } from './idempotent-request.js';

/** Of the headers that a handler sets, those that a repeat gets too. */
const KEPT_HEADERS = ['location', 'etag'];

/** Gives a request that was sent before its first answer again. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger(IdempotencyInterceptor.name);

  constructor(private readonly keys: IdempotencyKeys) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const keeper = answerKeeper(context.getHandler());
    if (keeper === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const reply = context.switchToHttp().getResponse<HttpReply>();
    const named = request.user && idempotentRequest(request, request.user);
    if (named === undefined) return next.handle();
    request.idempotent = named;
    const answers = keeper === 'handler' ? next.handle() : this.kept(named, next, reply);
    return answers.pipe(map((body) => (body instanceof StoredAnswer ? write(body, reply) : body)));
  }

  private kept(request: IdempotentRequest, next: CallHandler, reply: HttpReply): Observable<unknown> {
    return from(this.keys.begin(request)).pipe(
      concatMap((begun) => {
        if (begun instanceof StoredAnswer) return [begun];
        return defer(() => next.handle()).pipe(
          concatMap((body) => this.store(request, begun, answerOf(body, reply))),
          catchError((error: unknown) => this.giveBack(request, begun, error)),
        );
      }),
    );
  }

  /** What has been done is answered, whether or not it could be remembered. */
  private async store(request: IdempotentRequest, holder: string, answer: StoredAnswer) {
    await this.keys
      .complete(request, holder, answer)
      .catch((error: unknown) => this.logger.warn({ err: error }, 'an answer was not stored'));
    return answer;
  }

  private giveBack(request: IdempotentRequest, holder: string, error: unknown): Observable<never> {
    const given = this.keys.giveBack(request, holder).catch(() => undefined);
    return from(given).pipe(concatMap(() => throwError(() => error)));
  }
}

function answerOf(body: unknown, reply: HttpReply): StoredAnswer {
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)]];
  });
  const headers = { 'content-type': JSON_TYPE, ...Object.fromEntries(kept) } as Record<string, string>;
  return new StoredAnswer(reply.statusCode, headers, JSON.stringify(body));
}

function write(answer: StoredAnswer, reply: HttpReply): string {
  reply.status(answer.status);
  for (const [name, value] of Object.entries(answer.headers)) reply.header(name, value);
  if (answer.replayed) reply.header('idempotency-replayed', 'true');
  return answer.body;
}
