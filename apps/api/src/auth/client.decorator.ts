import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { AuthError, type SessionCaller, type SignInClient } from '#libs/auth';
import type { HttpRequest } from '../http/http.types.js';

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<HttpRequest>();

const clientOf = ({ ip, headers }: HttpRequest): SignInClient => ({
  address: ip,
  device: headers['user-agent'] ?? '',
});

/** Where the request comes from. */
export const Client = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  clientOf(requestOf(context)),
);

/** The caller with the session that the request belongs to; for routes with `@RequireSession()`. */
export const OwnSession = createParamDecorator((_data: unknown, context: ExecutionContext): SessionCaller => {
  const request = requestOf(context);
  const { user } = request;
  if (user?.sessionId === undefined) throw new AuthError('auth.forbidden', 'This needs a session');
  return { ...clientOf(request), userId: user.userId, tenantId: user.tenantId, sessionId: user.sessionId };
});
