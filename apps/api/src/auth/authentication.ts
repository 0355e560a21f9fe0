import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import {
  AccessTokens,
  AuthError,
  CookieSessions,
  EndedSessions,
  type Principal,
  SignInWatch,
  type TokenSubject,
  Users,
} from '#libs/auth';
import type { HttpRequest } from '../http/http.types.js';
import { SessionCookies } from './session-cookies.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const BEARER = /^bearer +(\S+)$/i;

/** Who sends a request: the holder of an access token, or a browser with the cookie of a session. */
@Injectable()
export class Authentication {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly cookieSessions: CookieSessions,
    private readonly cookies: SessionCookies,
    private readonly ended: EndedSessions,
    private readonly watch: SignInWatch,
    private readonly users: Users,
  ) {}

  /** @throws AuthError `auth.unauthenticated`, `auth.csrf_failed` */
  async identify(request: HttpRequest): Promise<Principal> {
    if (!this.watch.isFresh) throw new ServiceUnavailableException();
    const subject = await this.subjectOf(request);
    if (this.ended.has(subject.sessionId)) throw unauthenticated('The session has ended: sign in again');
    const user = await this.users.findActive(subject.userId);
    if (user?.tenantId !== subject.tenantId) throw unauthenticated();
    return { ...user, sessionId: subject.sessionId };
  }

  /** A header wins over a cookie: no page of another site can send one. */
  private async subjectOf({ headers, method }: HttpRequest): Promise<TokenSubject> {
    const { authorization } = headers;
    const secret = this.cookies.secretOf(headers);
    if (authorization !== undefined || secret === undefined) return this.bearer(authorization);
    const session = await this.cookieSessions.find(secret);
    if (!session) throw unauthenticated('The session has ended: sign in again');
    if (!SAFE_METHODS.has(method)) this.cookies.assertIntended(headers, secret);
    return session;
  }

  private bearer(authorization: string | undefined): TokenSubject {
    const token = BEARER.exec(authorization ?? '')?.[1];
    const verified = token === undefined ? undefined : this.tokens.verify(token);
    if (verified?.state === 'valid') return verified.subject;
    if (verified?.state === 'expired') {
      throw unauthenticated('The access token has expired: get a new one with POST /v1/auth/refresh');
    }
    throw unauthenticated();
  }
}

const unauthenticated = (
  why = 'Send a valid access token as "Authorization: Bearer …"; POST /v1/auth/login issues one',
) => new AuthError('auth.unauthenticated', why);
