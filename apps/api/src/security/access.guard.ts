import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import {
  type Access,
  ApiKeyCallers,
  AuthError,
  bindCaller,
  declaredAccess,
  looksLikeApiKey,
  type Principal,
} from '#libs/auth';
import { acrossTenants, bindTenant, bindToNobody } from '#libs/database';
import { Authentication } from '../auth/authentication.js';
import type { HttpRequest } from '../http/http.types.js';

const BEARER = /^bearer +(\S+)$/i;

/** Closed by default: a route that declares nothing lets nobody in (and does not boot, see RouteAccessCheck). */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly apiKeys: ApiKeyCallers,
    private readonly authentication: Authentication,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = declaredAccess(context.getHandler());
    if (access && 'public' in access) {
      bindToNobody();
      return true;
    }
    const request = context.switchToHttp().getRequest<HttpRequest>();
    // Who it is, is known before the tenant is.
    const caller = await acrossTenants(() => this.callerOf(request));
    const refusal = refusalOf(access, caller);
    if (refusal !== null) throw new AuthError('auth.forbidden', refusal);
    bindTenant(caller.tenantId);
    request.user = caller;
    bindCaller(caller);
    return true;
  }

  private callerOf(request: HttpRequest): Promise<Principal> {
    const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (key !== undefined && looksLikeApiKey(key)) return this.apiKeys.identify(key);
    return this.authentication.identify(request);
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
