import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { AuditLog } from '../audit/audit-log.js';
import { AuthError } from '../auth.errors.js';
import type { Principal } from '../principal.js';
import {
  endSession,
  endSessionsOf,
  liveSessions,
  type SessionView,
} from '../sign-in/persistence/sessions.sql.js';
import { EndedSessions } from '../sign-in/sessions/ended-sessions.js';
import { SignInConfig } from '../sign-in/sign-in.config.js';
import { type By, entryOf } from './by.js';
import { lockToChange, UserAdministration } from './user-administration.js';

/** Where the users of the caller's tenant are signed in. What ends a session stands in the audit log, in the same transaction. */
@Injectable()
export class UserSessions {
  constructor(
    private readonly database: Database,
    private readonly users: UserAdministration,
    private readonly audit: AuditLog,
    private readonly ended: EndedSessions,
    private readonly config: SignInConfig,
  ) {}

  /** Those that can still be used, the last used first. @throws AccessError `user.not_found` */
  async list(caller: Principal, userId: string): Promise<SessionView[]> {
    await this.users.get(caller, userId);
    return liveSessions(this.database, userId, this.config.AUTH_REFRESH_TTL_SECONDS);
  }

  /** @throws AccessError `user.not_found`, `auth.exceeds_own_rights`; AuthError `auth.session_not_found` */
  async end(by: By, userId: string, sessionId: string): Promise<void> {
    await this.endThose(by, userId, async (sql) => {
      if (await endSession(sql, { sessionId, userId, reason: 'ended' })) return [sessionId];
      throw new AuthError(
        'auth.session_not_found',
        'None of the user’s sessions that can still be used has this id',
      );
    });
  }

  /** @returns how many there were. @throws AccessError `user.not_found`, `auth.exceeds_own_rights` */
  endAll(by: By, userId: string): Promise<number> {
    return this.endThose(by, userId, (sql) => endSessionsOf(sql, userId, { reason: 'ended' }));
  }

  private async endThose(by: By, userId: string, end: (sql: Sql) => Promise<string[]>): Promise<number> {
    const ids = await this.database.transaction(async (sql) => {
      await lockToChange(sql, by.caller, userId);
      const ended = await end(sql);
      const target = { type: 'user', id: userId } as const;
      const details = { sessionsEnded: ended.length };
      await this.audit.record(sql, entryOf(by, { action: 'user.sessions_ended', target, details }));
      return ended;
    });
    this.ended.add(ids);
    return ids.length;
  }
}
