import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { allows, AuthError, declaredAccess, type Principal } from '#libs/auth';
import type { HttpRequest } from '../http/http.types.js';

/** Closed by default: a route that declares nothing lets nobody in (and does not boot, see RouteAccessCheck). */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = declaredAccess(context.getHandler());
    if (access && 'public' in access) return true;
    await super.canActivate(context);
    const { user } = context.switchToHttp().getRequest<HttpRequest>();
    if (access && 'session' in access) return requireSession(user);
    if (access && user && allows(user.role, access.permission)) return true;
    throw new AuthError(
      'auth.forbidden',
      `This needs the permission ${access?.permission ?? '(none declared)'}`,
    );
  }

  /** The strategy says itself what is missing. */
  override handleRequest<TUser = Principal>(error: unknown, user: TUser | false | null): TUser {
    if (error) throw error;
    if (user) return user;
    throw new AuthError('auth.unauthenticated', 'This needs a signed-in caller');
  }
}

function requireSession(user: Principal | undefined): true {
  if (user?.sessionId !== undefined) return true;
  throw new AuthError('auth.session_required', 'Sign in as a user: this is about your own account');
}
