import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { AuditLog } from '../../audit/audit-log.js';
import { AuthError } from '../../auth.errors.js';
import { type Account, operatorsTenant } from '../persistence/accounts.sql.js';
import { countFailure, forgetFailures, lockedSeconds } from '../persistence/failures.sql.js';
import { SignInConfig } from '../sign-in.config.js';
import type { SignInClient } from '../sign-in.types.js';
import { accountSubject, addressSubject } from './subjects.js';

export interface Attempt {
  email: string;
  /** Undefined where nobody has this e-mail address; all else is the same then, so that nothing tells. */
  account: Account | undefined;
  client: SignInClient;
}

/** Makes guessing slow: per account from anywhere, and per address for all accounts. In PostgreSQL, so that no restart forgets it. */
@Injectable()
export class Lockout {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly config: SignInConfig,
  ) {}

  /** @throws AuthError `auth.locked` */
  async check(email: string, { address }: SignInClient): Promise<void> {
    const seconds = await lockedSeconds(this.database, accountSubject(email), addressSubject(address));
    if (seconds === 0) return;
    throw new AuthError('auth.locked', `Too many failures; try again in ${seconds} s`, seconds);
  }

  /** @param factor what was wrong: "password" or "code" */
  async failed(sql: Sql, { email, account, client }: Attempt, factor: string): Promise<void> {
    const { AUTH_LOCKOUT_ACCOUNT_FAILURES, AUTH_LOCKOUT_ADDRESS_FAILURES } = this.config;
    const address = addressSubject(client.address);
    // Always in this order, so that no two wait for each other.
    const locked = await countFailure(sql, 'account', accountSubject(email), AUTH_LOCKOUT_ACCOUNT_FAILURES);
    await countFailure(sql, 'address', address, AUTH_LOCKOUT_ADDRESS_FAILURES);
    // Of somebody unknown it is recorded too, and takes as long.
    const tenantId = account?.tenantId ?? (await operatorsTenant(sql));
    if (tenantId === undefined) return;
    await this.audit.record(sql, {
      tenantId,
      actor: { type: 'anonymous', id: null },
      action: locked > 0 ? 'user.locked' : 'user.sign_in_failed',
      target: account ? { type: 'user', id: account.userId } : null,
      details: { factor, address: client.address, ...(locked > 0 && { lockedSeconds: locked }) },
    });
  }

  async succeeded(sql: Sql, email: string, { address }: SignInClient): Promise<void> {
    await forgetFailures(sql, accountSubject(email), addressSubject(address));
  }
}
