import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import { ApiHeader } from '@nestjs/swagger';
import type { IdempotentRequest } from '#libs/idempotency';
import { Problems } from '../../openapi/problems.decorator.js';
import type { HttpRequest } from '../http.types.js';
import { KEEPER, type AnswerKeeper } from './answer-keeper.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

/**
 * The route takes an `Idempotency-Key`. With `edge` the answer is stored after the handler's commit: a process that dies between the two
 * leaves the key free. Not for answers that hold a secret: they are stored as they are.
 */
export const Idempotent = (keeper: AnswerKeeper = 'edge'): MethodDecorator =>
  applyDecorators(
    SetMetadata(KEEPER, keeper),
    Outermost,
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Sent again with the same key and body within 24 hours, the request does nothing and gets its first answer, with `Idempotency-Replayed: true`.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
    }),
    Problems('idempotency.invalid_key', 'idempotency.in_flight', 'idempotency.key_reused'),
  );

/** Before the route's other interceptors, wherever its decorators stand: what they add to the answer is to be stored with it. */
const Outermost: MethodDecorator = (_target, _name, descriptor) => {
  const handler = descriptor.value as object;
  const others = (Reflect.getMetadata(INTERCEPTORS_METADATA, handler) as unknown[] | undefined) ?? [];
  Reflect.defineMetadata(INTERCEPTORS_METADATA, [IdempotencyInterceptor, ...others], handler);
};

/** For a handler that stores the answer itself; undefined where the request names no key. */
export const Once = createParamDecorator(
  (_data: unknown, context: ExecutionContext): IdempotentRequest | undefined =>
    context.switchToHttp().getRequest<HttpRequest>().idempotent,
);
