import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import {
  type Access,
  ApiKeyCallers,
  AuthError,
  declaredAccess,
  looksLikeApiKey,
  type Principal,
} from '#libs/auth';
import { acrossTenants, bindTenant, bindToNobody } from '#libs/database';
import type { HttpRequest } from '../http/http.types.js';

const BEARER = /^bearer +(\S+)$/i;

/** Closed by default: a route that declares nothing lets nobody in (and does not boot, see RouteAccessCheck). */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') {
  constructor(private readonly apiKeys: ApiKeyCallers) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = declaredAccess(context.getHandler());
    if (access && 'public' in access) {
      bindToNobody();
      return true;
    }
    // Who it is, is known before the tenant is.
    const caller = await acrossTenants(() => this.callerOf(context));
    const refusal = refusalOf(access, caller);
    if (refusal !== null) throw new AuthError('auth.forbidden', refusal);
    bindTenant(caller.tenantId);
    return true;
  }

  private async callerOf(context: ExecutionContext): Promise<Principal> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (key !== undefined && looksLikeApiKey(key)) request.user = await this.apiKeys.identify(key);
    else await super.canActivate(context);
    return request.user!;
  }

  /** The strategy says itself what is missing. */
  override handleRequest<TUser = Principal>(error: unknown, user: TUser | false | null): TUser {
    if (error) throw error;
    if (user) return user;
    throw new AuthError('auth.unauthenticated', 'This needs a signed-in caller');
  }
}

/** Why the caller may not; null where they may. */
function refusalOf(access: Access | undefined, caller: Principal): string | null {
  if (access === undefined || 'public' in access) return 'This does not say who may call it';
  if ('session' in access) {
    return caller.apiKeyId === undefined
      ? null
      : 'This is for people who sign in; an API key can’t do it for them';
  }
  if (!caller.permissions.has(access.permission)) return `This needs the permission ${access.permission}`;
  if (access.operator && !caller.operator) {
    return 'This concerns all tenants: only the tenant that operates the system may do it';
  }
  return null;
}
