import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { AuditLog } from '../audit/audit-log.js';
import { NO_TENANT, userActor } from '../audit/domain/entry.js';
import { AuthError } from '../auth.errors.js';
import { type Account, Users } from '../persistence/users.js';
import { AccessTokens, type IssuedToken } from './access-tokens.js';
import { passwordMatches } from './passwords.js';

@Injectable()
export class SignIn {
  constructor(
    private readonly users: Users,
    private readonly tokens: AccessTokens,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** One answer for a wrong password, an unknown address and a disabled user. @throws AuthError `auth.invalid_credentials` */
  async withPassword(email: string, password: string): Promise<IssuedToken> {
    const account = await this.users.findByEmail(email);
    const matches = await passwordMatches(account?.passwordHash, password);
    const isAllowed = matches && account !== null && !account.disabled;
    await this.record(email, account, isAllowed);
    if (!isAllowed) {
      throw new AuthError('auth.invalid_credentials', 'The e-mail address or the password is wrong');
    }
    return this.tokens.issue(account);
  }

  private record(email: string, account: Account | null, isAllowed: boolean): Promise<void> {
    const { userId = null, tenantId = NO_TENANT } = account ?? {};
    return this.database.transaction((sql) =>
      this.audit.record(sql, {
        tenantId,
        actor: isAllowed && userId !== null ? userActor(userId) : { type: 'anonymous', id: null },
        action: isAllowed ? 'sign_in.succeeded' : 'sign_in.failed',
        target: userId === null ? null : { type: 'user', id: userId },
        details: { method: 'password', ...(userId === null ? { email } : {}) },
      }),
    );
  }
}
