import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { SecretBox } from '#libs/secrets';
import { AuditLog } from '../../audit/audit-log.js';
import { AuthError } from '../../auth.errors.js';
import { Lockout } from '../lockout/lockout.js';
import { hashToken } from '../opaque-token.js';
import { NO_PASSWORD } from '../passwords/hashing.js';
import { PasswordCheck } from '../passwords/password-check.js';
import { type Account, accountById } from '../persistence/accounts.sql.js';
import {
  confirmTotp,
  deleteTotp,
  enrolTotp,
  recoveryCodesLeft,
  replaceRecoveryCodes,
  totpFactor,
} from '../persistence/factors.sql.js';
import type { SessionCaller } from '../sign-in.types.js';
import { placeOfSeed, SecondFactor } from './second-factor.js';
import { base32, newRecoveryCodes, newSeed, otpauthUri, plainRecoveryCode } from './totp.js';

const ISSUER = 'AIPROD';

export interface Enrolment {
  /** For typing in, base32. Told once. */
  secret: string;
  /** For a QR code. Holds the secret too. */
  otpauthUri: string;
}

export interface MfaState {
  enabled: boolean;
  recoveryCodesLeft: number;
}

/** What proves that it is the owner of the account who changes how it is protected, and not who found the session open. */
export interface Proof {
  /** Undefined for users who have none, because an identity provider vouches for them. */
  password: string | undefined;
  code: string;
}

/** A user's second factor: one-time codes of an authenticator app, and recovery codes for when that is lost. */
@Injectable()
export class TotpEnrolment {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly audit: AuditLog,
    private readonly lockout: Lockout,
    private readonly passwords: PasswordCheck,
    private readonly factor: SecondFactor,
  ) {}

  async state(userId: string): Promise<MfaState> {
    const factor = await totpFactor(this.database, userId);
    return {
      enabled: factor?.confirmed === true,
      recoveryCodesLeft: await recoveryCodesLeft(this.database, userId),
    };
  }

  /** Counts for nothing until it is confirmed. @throws AuthError `auth.mfa_already_enabled` */
  async enrol({ userId }: SessionCaller): Promise<Enrolment> {
    const { email } = await this.account(userId);
    const seed = newSeed();
    const sealed = this.box.seal(seed.toString('base64url'), placeOfSeed(userId));
    if (!(await enrolTotp(this.database, userId, sealed))) throw alreadyEnabled();
    return { secret: base32(seed), otpauthUri: otpauthUri(seed, email, ISSUER) };
  }

  /** @returns the recovery codes, told once. @throws AuthError `auth.mfa_not_enrolled`, `auth.mfa_already_enabled`, `auth.invalid_code` */
  confirm(caller: SessionCaller, code: string): Promise<string[]> {
    const { userId } = caller;
    return this.database.transaction(async (sql) => {
      const factor = await totpFactor(sql, userId);
      if (!factor) throw new AuthError('auth.mfa_not_enrolled', 'Enrol an authenticator app first');
      if (factor.confirmed) throw alreadyEnabled();
      if (!(await this.factor.useTotp(sql, userId, code))) throw wrongCode();
      await confirmTotp(sql, userId);
      const codes = await this.issueCodes(sql, userId);
      await this.record(sql, caller, 'user.mfa_enabled');
      return codes;
    });
  }

  /** @throws AuthError `auth.mfa_not_enabled`, `auth.invalid_credentials`, `auth.invalid_code`, `auth.locked` */
  async disable(caller: SessionCaller, proof: Proof): Promise<void> {
    await this.proven(caller, proof, async (sql) => {
      await deleteTotp(sql, caller.userId);
      await this.record(sql, caller, 'user.mfa_disabled');
    });
  }

  /** New ones instead of all old ones. @throws AuthError as `disable` */
  async renewCodes(caller: SessionCaller, proof: Proof): Promise<string[]> {
    return this.proven(caller, proof, async (sql) => {
      const codes = await this.issueCodes(sql, caller.userId);
      await this.record(sql, caller, 'user.recovery_codes_renewed');
      return codes;
    });
  }

  private async proven<T>(caller: SessionCaller, proof: Proof, act: (sql: Sql) => Promise<T>): Promise<T> {
    const account = await this.account(caller.userId);
    const { email } = account;
    if (!account.hasTotp) throw new AuthError('auth.mfa_not_enabled', 'No second factor is enabled');
    await this.lockout.check(email, caller);
    if (account.passwordHash !== NO_PASSWORD) {
      await this.passwords.check(email, proof.password ?? '', caller);
    }
    const done = await this.database.transaction(async (sql) => {
      if (await this.factor.use(sql, account.userId, proof.code)) return { result: await act(sql) };
      await this.lockout.failed(sql, { email, account, client: caller }, 'code');
      return null;
    });
    if (!done) throw wrongCode();
    return done.result;
  }

  private async account(userId: string): Promise<Account> {
    const account = await accountById(this.database, userId);
    if (!account) throw new AuthError('auth.unauthenticated', 'There is no such user any more');
    return account;
  }

  private async issueCodes(sql: Sql, userId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    await replaceRecoveryCodes(
      sql,
      userId,
      codes.map((code) => hashToken(plainRecoveryCode(code))),
    );
    return codes;
  }

  private record(sql: Sql, { tenantId, userId }: SessionCaller, action: string): Promise<void> {
    const actor = { type: 'user', id: userId } as const;
    return this.audit.record(sql, { tenantId, actor, action, target: actor });
  }
}

const alreadyEnabled = () =>
  new AuthError('auth.mfa_already_enabled', 'A second factor is enabled already; disable it first');

const wrongCode = () =>
  new AuthError('auth.invalid_code', 'The code is wrong, has expired, or was used before; each is good once');
