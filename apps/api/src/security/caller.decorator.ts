import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { AuthError, type By, type Principal, scopeOf } from '#libs/auth';
import type { HttpRequest } from '../http/http.types.js';

function callerOf(context: ExecutionContext): Principal {
  const { user } = context.switchToHttp().getRequest<HttpRequest>();
  if (!user) throw new AuthError('auth.unauthenticated', 'This needs a signed-in caller');
  return user;
}

/** Who is calling. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext) => callerOf(context));

/** Which rows the caller may see. */
export const CallerScope = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  scopeOf(callerOf(context)),
);

/** Who does something: for what goes into the audit log. */
export const CalledBy = createParamDecorator((_data: unknown, context: ExecutionContext): By => ({
  caller: callerOf(context),
}));
