import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { newId } from '#libs/kernel';
import { AuditLog } from '../../audit/audit-log.js';
import { AuthError } from '../../auth.errors.js';
import { hashToken, newOpaqueToken } from '../opaque-token.js';
import { insertRefreshToken } from '../persistence/refresh-tokens.sql.js';
import {
  type EndReason,
  endSession,
  endSessionsOf,
  insertSession,
  liveSessions,
  type SessionView,
} from '../persistence/sessions.sql.js';
import { SignInConfig } from '../sign-in.config.js';
import type { SessionCaller, SignInClient } from '../sign-in.types.js';
import { EndedSessions } from './ended-sessions.js';

/** How a client holds its session: as tokens that it sends itself, or as a cookie that its browser sends. */
export type SessionKind = 'token' | 'cookie';

export interface StartedSession {
  kind: SessionKind;
  sessionId: string;
  userId: string;
  tenantId: string;
  /** The refresh token, or the cookie's value: told once, stored as a hash. */
  secret: string;
  /** Seconds after which it is good for nothing, if it is not used. */
  idleSeconds: number;
}

const LONGEST_DEVICE = 200;

@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly ended: EndedSessions,
    private readonly config: SignInConfig,
  ) {}

  /** In the transaction of the sign-in. */
  async start(
    sql: Sql,
    { userId, tenantId }: { userId: string; tenantId: string },
    kind: SessionKind,
    client: SignInClient,
  ): Promise<StartedSession> {
    const secret = newOpaqueToken();
    const sessionId = newId();
    const idleSeconds = this.config.AUTH_REFRESH_TTL_SECONDS;
    await insertSession(sql, {
      id: sessionId,
      userId,
      cookieHash: kind === 'cookie' ? hashToken(secret) : null,
      device: deviceOf(client),
      address: client.address,
      lifetimeSeconds: this.config.AUTH_SESSION_TTL_SECONDS,
    });
    if (kind === 'token') await insertRefreshToken(sql, { hash: hashToken(secret), sessionId, idleSeconds });
    return { kind, sessionId, userId, tenantId, secret, idleSeconds };
  }

  list(userId: string): Promise<SessionView[]> {
    return liveSessions(this.database, userId, this.config.AUTH_REFRESH_TTL_SECONDS);
  }

  /** @throws AuthError `auth.session_not_found` */
  async end(caller: SessionCaller, sessionId: string): Promise<void> {
    if (await this.endOne(caller, sessionId, 'ended')) return;
    throw new AuthError('auth.session_not_found', 'None of your sessions that can still be used has this id');
  }

  async logout(caller: SessionCaller): Promise<void> {
    await this.endOne(caller, caller.sessionId, 'logout');
  }

  /** @returns how many there were */
  async logoutEverywhere(caller: SessionCaller): Promise<number> {
    const ended = await this.database.transaction(async (sql) => {
      const ids = await endSessionsOf(sql, caller.userId, { reason: 'logout' });
      await this.record(sql, caller, 'user.signed_out_everywhere', { sessions: ids.length });
      return ids;
    });
    this.ended.add(ended);
    return ended.length;
  }

  private async endOne(caller: SessionCaller, sessionId: string, reason: EndReason): Promise<boolean> {
    const { userId } = caller;
    const found = await this.database.transaction(async (sql) => {
      if (!(await endSession(sql, { sessionId, userId, reason }))) return false;
      await this.record(sql, caller, 'session.ended', { sessionId, reason });
      return true;
    });
    if (found) this.ended.add([sessionId]);
    return found;
  }

  private record(
    sql: Sql,
    { tenantId, userId }: SessionCaller,
    action: string,
    details: Record<string, string | number>,
  ): Promise<void> {
    const actor = { type: 'user', id: userId } as const;
    return this.audit.record(sql, { tenantId, actor, action, target: actor, details });
  }
}

/** Without what a terminal or a page might obey. */
export const deviceOf = ({ device }: SignInClient): string =>
  device
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .slice(0, LONGEST_DEVICE)
    .toWellFormed();
