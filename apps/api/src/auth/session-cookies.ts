import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import {
  AuthError,
  csrfTokenMatches,
  FLOW_SECONDS,
  newCsrfToken,
  SignInConfig,
  type StartedSession,
} from '#libs/auth';
import type { HttpReply } from '../http/http.types.js';
import { cookieOf, setCookie } from './cookies.js';
import { isForeign } from './request-origin.js';

export const CSRF_HEADER = 'x-csrf-token';

/** The session of a browser: one cookie that pages can't read, and one that ours must read and send back as a header. */
@Injectable()
export class SessionCookies {
  private readonly names: { session: string; csrf: string; flow: string };
  private readonly trusted: ReadonlySet<string>;

  constructor(private readonly config: SignInConfig) {
    // A browser takes a cookie of this prefix over https alone, for this host alone: no subdomain can set it.
    const prefix = config.AUTH_COOKIE_SECURE ? '__Host-' : '';
    this.names = {
      session: `${prefix}aiprod-session`,
      csrf: `${prefix}aiprod-csrf`,
      flow: `${prefix}aiprod-oidc`,
    };
    this.trusted = new Set(config.AUTH_TRUSTED_ORIGINS.split(/\s+/).filter((origin) => origin !== ''));
  }

  secretOf({ cookie }: IncomingHttpHeaders): string | undefined {
    return cookieOf(cookie, this.names.session);
  }

  /** @returns the CSRF token. */
  set(reply: HttpReply, { secret }: StartedSession): string {
    const csrfToken = newCsrfToken(secret);
    const lasting = {
      secure: this.config.AUTH_COOKIE_SECURE,
      maxAgeSeconds: this.config.AUTH_SESSION_TTL_SECONDS,
    };
    reply.header('set-cookie', setCookie(this.names.session, secret, { ...lasting, httpOnly: true }));
    reply.header('set-cookie', setCookie(this.names.csrf, csrfToken, { ...lasting, httpOnly: false }));
    return csrfToken;
  }

  clear(reply: HttpReply): void {
    const gone = { secure: this.config.AUTH_COOKIE_SECURE, maxAgeSeconds: 0 };
    reply.header('set-cookie', setCookie(this.names.session, '', { ...gone, httpOnly: true }));
    reply.header('set-cookie', setCookie(this.names.csrf, '', { ...gone, httpOnly: false }));
  }

  /** What a browser keeps while it is at an identity provider's. */
  flowOf({ cookie }: IncomingHttpHeaders): string | undefined {
    return cookieOf(cookie, this.names.flow);
  }

  setFlow(reply: HttpReply, sealed: string): void {
    this.writeFlow(reply, sealed, FLOW_SECONDS);
  }

  clearFlow(reply: HttpReply): void {
    this.writeFlow(reply, '', 0);
  }

  private writeFlow(reply: HttpReply, value: string, maxAgeSeconds: number): void {
    const options = { secure: this.config.AUTH_COOKIE_SECURE, maxAgeSeconds, httpOnly: true };
    reply.header('set-cookie', setCookie(this.names.flow, value, options));
  }

  /** For what changes something in the name of a cookie. @throws AuthError `auth.csrf_failed` */
  assertIntended(headers: IncomingHttpHeaders, secret: string): void {
    this.assertOwnPage(headers);
    const sent = headers[CSRF_HEADER];
    const set = cookieOf(headers.cookie, this.names.csrf);
    if (typeof sent === 'string' && sent === set && csrfTokenMatches(secret, sent)) return;
    throw new AuthError(
      'auth.csrf_failed',
      `Send the value of the cookie "${this.names.csrf}" as the header "${CSRF_HEADER}"`,
    );
  }

  /** No page of another site may sign anybody in here either. @throws AuthError `auth.csrf_failed` */
  assertOwnPage(headers: IncomingHttpHeaders): void {
    if (!isForeign(headers, this.trusted)) return;
    throw new AuthError('auth.csrf_failed', 'Cookies count only for pages of this site');
  }
}
