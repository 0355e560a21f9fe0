import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { AuditLog } from '../../audit/audit-log.js';
import { AuthError } from '../../auth.errors.js';
import { accountById, replacePasswordHash } from '../persistence/accounts.sql.js';
import { endSessionsOf } from '../persistence/sessions.sql.js';
import { EndedSessions } from '../sessions/ended-sessions.js';
import type { SessionCaller } from '../sign-in.types.js';
import { PasswordCheck } from './password-check.js';
import { PasswordRules } from './password-rules.js';

@Injectable()
export class PasswordChange {
  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordCheck,
    private readonly rules: PasswordRules,
    private readonly ended: EndedSessions,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Ends every other session of the user.
   * @throws AuthError `auth.invalid_credentials`, `auth.locked`; ValidationError naming `newPassword`
   */
  async change(
    caller: SessionCaller,
    { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
  ): Promise<void> {
    const account = await accountById(this.database, caller.userId);
    if (!account) throw new AuthError('auth.unauthenticated', 'There is no such user any more');
    const { email } = account;
    const { passwordHash: from } = await this.passwords.check(email, currentPassword, caller);
    await this.rules.check(newPassword, { email, field: 'newPassword' });
    const to = await this.passwords.hash(newPassword);
    const ended = await this.database.transaction(async (sql) => {
      if (!(await replacePasswordHash(sql, caller.userId, { from, to }))) {
        throw new AuthError('auth.invalid_credentials', 'The password was changed in this moment');
      }
      const ids = await endSessionsOf(sql, caller.userId, {
        except: caller.sessionId,
        reason: 'password_changed',
      });
      const actor = { type: 'user', id: caller.userId } as const;
      await this.audit.record(sql, {
        tenantId: caller.tenantId,
        actor,
        action: 'user.password_changed',
        target: actor,
        details: { sessionsEnded: ids.length },
      });
      return ids;
    });
    this.ended.add(ended);
  }
}
