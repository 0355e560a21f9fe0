import {
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import { StoredAnswer } from '#libs/idempotency';
import type { HttpReply } from './http.types.js';

/** Adds a `Location` header that leads to what the answer's body describes. */
export const LocationOf = <T>(path: (body: T) => string): MethodDecorator =>
  UseInterceptors({
    intercept: (context: ExecutionContext, next: CallHandler<T>): Observable<T> =>
      next.handle().pipe(
        tap((body) => {
          // It brings its own.
          if (body instanceof StoredAnswer) return;
          context.switchToHttp().getResponse<HttpReply>().header('location', path(body));
        }),
      ),
  } satisfies NestInterceptor<T>);
