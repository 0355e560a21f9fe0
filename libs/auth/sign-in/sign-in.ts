import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { AuditLog } from '../audit/audit-log.js';
import { AuthError } from '../auth.errors.js';
import { Lockout } from './lockout/lockout.js';
import { hashToken, newOpaqueToken } from './opaque-token.js';
import { PasswordCheck } from './passwords/password-check.js';
import { type Account, accountById } from './persistence/accounts.sql.js';
import { challengedUser, deleteChallenge, insertChallenge, tryChallenge } from './persistence/factors.sql.js';
import { type SessionKind, Sessions, type StartedSession } from './sessions/sessions.js';
import type { SignInClient } from './sign-in.types.js';
import { SecondFactor } from './totp/second-factor.js';

const CHALLENGE_SECONDS = 300;
const MOST_TRIES = 5;

/** The first factor was right; a code is still missing. */
export interface MfaChallenge {
  mfaRequired: true;
  challengeToken: string;
  /** Seconds until it expires. */
  expiresIn: number;
}

export type SignInResult = StartedSession | MfaChallenge;

@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordCheck,
    private readonly factor: SecondFactor,
    private readonly lockout: Lockout,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
  ) {}

  /** @throws AuthError `auth.invalid_credentials`, `auth.locked`, `auth.busy` */
  async withPassword(
    { email, password }: { email: string; password: string },
    kind: SessionKind,
    client: SignInClient,
  ): Promise<SignInResult> {
    const account = await this.passwords.check(email, password, client);
    return this.database.transaction((sql) => this.proceed(sql, account, { kind, client, by: ['password'] }));
  }

  /** After the first factor, in the transaction that proved it: a session, or the question for the second. */
  async proceed(sql: Sql, account: Account, entry: Entry): Promise<SignInResult> {
    if (!account.hasTotp) return this.letIn(sql, account, entry);
    const challengeToken = newOpaqueToken();
    const { userId } = account;
    await insertChallenge(sql, {
      hash: hashToken(challengeToken),
      userId,
      lifetimeSeconds: CHALLENGE_SECONDS,
    });
    return { mfaRequired: true, challengeToken, expiresIn: CHALLENGE_SECONDS };
  }

  /** @throws AuthError `auth.challenge_expired`, `auth.invalid_code`, `auth.locked` */
  async withCode(
    { challengeToken, code }: { challengeToken: string; code: string },
    kind: SessionKind,
    client: SignInClient,
  ): Promise<StartedSession> {
    const hash = hashToken(challengeToken);
    const account = await this.challenged(hash);
    await this.lockout.check(account.email, client);
    const session = await this.database.transaction(async (sql) => {
      if ((await tryChallenge(sql, hash, MOST_TRIES)) !== account.userId) throw challengeExpired();
      const used = await this.factor.use(sql, account.userId, code);
      if (used) {
        await deleteChallenge(sql, hash);
        return this.letIn(sql, account, { kind, client, by: ['first factor', used] });
      }
      await this.lockout.failed(sql, { email: account.email, account, client }, 'code');
      return null;
    });
    if (session) return session;
    throw new AuthError(
      'auth.invalid_code',
      'The code is wrong, has expired, or was used before; each is good once',
    );
  }

  private async challenged(hash: Buffer): Promise<Account> {
    const userId = await challengedUser(this.database, hash);
    const account = userId === undefined ? undefined : await accountById(this.database, userId);
    if (!account || account.disabled) throw challengeExpired();
    return account;
  }

  /** Only now the failures are forgotten: who knows the password and guesses at the code has not come in. */
  private async letIn(sql: Sql, account: Account, { kind, client, by }: Entry): Promise<StartedSession> {
    await this.lockout.succeeded(sql, account.email, client);
    const session = await this.sessions.start(sql, account, kind, client);
    const actor = { type: 'user', id: account.userId } as const;
    await this.audit.record(sql, {
      tenantId: account.tenantId,
      actor,
      action: 'user.signed_in',
      target: actor,
      details: { by: [...by], sessionId: session.sessionId, kind, address: client.address },
    });
    return session;
  }
}

/** How somebody comes in. */
export interface Entry {
  kind: SessionKind;
  client: SignInClient;
  /** What was shown, for the audit log. */
  by: readonly string[];
}

const challengeExpired = () =>
  new AuthError(
    'auth.challenge_expired',
    'This challenge has expired or was answered too often; sign in again',
  );
