import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { allows, AuthError, declaredAccess, type Principal } from '#libs/auth';
import { bindTenant } from '#libs/database';
import type { HttpRequest } from '../http/http.types.js';

/** Closed by default: a route that declares nothing lets nobody in (and does not boot, see RouteAccessCheck). */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = declaredAccess(context.getHandler());
    if (access && 'public' in access) return true;
    await super.canActivate(context);
    const { user } = context.switchToHttp().getRequest<HttpRequest>();
    if (access && user && allows(user.role, access.permission)) {
      bindTenant(user.tenantId);
      return true;
    }
    throw new AuthError(
      'auth.forbidden',
      `This needs the permission ${access?.permission ?? '(none declared)'}`,
    );
  }

  override handleRequest<TUser = Principal>(
    error: unknown,
    user: TUser | false | null,
    info: unknown,
  ): TUser {
    if (error) throw error;
    if (user) return user;
    throw new AuthError('auth.unauthenticated', explain(info));
  }
}

const explain = (info: unknown): string =>
  info instanceof Error && info.name === 'TokenExpiredError'
    ? 'The access token has expired: sign in again'
    : 'Send a valid access token as "Authorization: Bearer …"; POST /v1/auth/login issues one';
