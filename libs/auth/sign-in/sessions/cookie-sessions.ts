import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { hashToken } from '../opaque-token.js';
import { type CookieSession, useCookieSession } from '../persistence/sessions.sql.js';
import { SignInConfig } from '../sign-in.config.js';
import { EndedSessions } from './ended-sessions.js';

/** For this long a cookie needs no look at the database; that a session has ended is heard of apart from that. */
const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 10_000;
const FORM = /^[\w-]{43}$/;

/** Whom the cookie of a browser stands for. */
@Injectable()
export class CookieSessions {
  private readonly known = new Map<string, { session: CookieSession; until: number }>();

  constructor(
    private readonly database: Database,
    private readonly ended: EndedSessions,
    private readonly config: SignInConfig,
  ) {}

  async find(secret: string): Promise<CookieSession | undefined> {
    if (!FORM.test(secret)) return undefined;
    const hash = hashToken(secret);
    const name = hash.toString('base64url');
    const session = this.remembered(name) ?? (await this.look(hash, name));
    return session && !this.ended.has(session.sessionId) ? session : undefined;
  }

  private remembered(name: string): CookieSession | undefined {
    const entry = this.known.get(name);
    return entry && entry.until > performance.now() ? entry.session : undefined;
  }

  private async look(hash: Buffer, name: string): Promise<CookieSession | undefined> {
    const session = await useCookieSession(this.database, hash, this.config.AUTH_REFRESH_TTL_SECONDS);
    this.known.delete(name);
    if (!session) return undefined;
    const oldest = this.known.size >= MOST_REMEMBERED ? this.known.keys().next().value : undefined;
    if (oldest !== undefined) this.known.delete(oldest);
    this.known.set(name, { session, until: performance.now() + REMEMBERED_MS });
    return session;
  }
}
