import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { AuthError } from '../../auth.errors.js';
import { Lockout } from '../lockout/lockout.js';
import { type Account, accountByEmail, replacePasswordHash } from '../persistence/accounts.sql.js';
import { SignInConfig } from '../sign-in.config.js';
import type { SignInClient } from '../sign-in.types.js';
import { hashPassword, isOutdated, passwordMatches } from './hashing.js';
import { HashingQueue } from './hashing-queue.js';

/** Checks passwords, a few at a time, and counts the wrong ones. */
@Injectable()
export class PasswordCheck {
  private readonly queue: HashingQueue;

  constructor(
    private readonly database: Database,
    private readonly lockout: Lockout,
    config: SignInConfig,
  ) {
    this.queue = new HashingQueue(config.AUTH_HASHING_CONCURRENCY);
  }

  /**
   * One answer for a wrong password, an unknown address and a disabled user, after the same work.
   * @throws AuthError `auth.invalid_credentials`, `auth.locked`, `auth.busy`
   */
  check(email: string, password: string, client: SignInClient): Promise<Account> {
    // The lock is looked at in the queue: guesses that come at once can't all pass before the first has failed.
    return this.queue.run(async () => {
      await this.lockout.check(email, client);
      const account = await accountByEmail(this.database, email);
      const matches = await passwordMatches(account?.passwordHash, password);
      if (matches && account && !account.disabled) return this.renewed(account, password);
      await this.database.transaction((sql) =>
        this.lockout.failed(sql, { email, account, client }, 'password'),
      );
      throw new AuthError('auth.invalid_credentials', 'The e-mail address or the password is wrong');
    });
  }

  hash(password: string): Promise<string> {
    return this.queue.run(() => hashPassword(password));
  }

  /** The moment in which the password is known is the one to hash it again at today's cost. */
  private async renewed(account: Account, password: string): Promise<Account> {
    const { userId, passwordHash: from } = account;
    if (!isOutdated(from)) return account;
    const to = await hashPassword(password);
    return (await replacePasswordHash(this.database, userId, { from, to }))
      ? { ...account, passwordHash: to }
      : account;
  }
}
