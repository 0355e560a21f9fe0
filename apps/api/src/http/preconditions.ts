import {
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import { AppError } from '#libs/kernel';
import { HttpError } from './http-error.js';
import type { HttpReply } from './http.types.js';

/** The route's answer has a strong tag of its own, which an edit can name in `If-Match`. */
export const EtagOf = <T>(tag: (body: T) => string): MethodDecorator =>
  UseInterceptors({
    intercept: (context: ExecutionContext, next: CallHandler<T>): Observable<T> =>
      next
        .handle()
        .pipe(tap((body) => context.switchToHttp().getResponse<HttpReply>().header('etag', tag(body)))),
  } satisfies NestInterceptor<T>);

/**
 * Runs an edit only where what it changes is as the caller has seen it.
 * @param current the tag of what is there now
 * @param conflict the code by which the edit itself says that somebody else was first: it is under the lock, the tag was not
 * @throws HttpError `http.precondition_failed`
 */
export async function onlyIfMatches<T>(
  ifMatch: string | undefined,
  current: () => Promise<string>,
  edit: () => Promise<T>,
  conflict: string,
): Promise<T> {
  if (ifMatch === undefined) return edit();
  const tag = await current();
  const named = ifMatch.split(',').map((one) => one.trim());
  // Strongly compared (RFC 9110, 13.1.1): a weak tag names nothing.
  if (ifMatch.trim() !== '*' && !named.includes(tag)) throw changed(tag);
  try {
    return await edit();
  } catch (error) {
    if (error instanceof AppError && error.code === conflict) throw changed(await current());
    throw error;
  }
}

const changed = (tag: string): HttpError =>
  new HttpError('http.precondition_failed', `If-Match: it is ${tag} now; read it again and change that`, {
    etag: tag,
  });
