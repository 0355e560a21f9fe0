import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/database';
import { SecretBox } from '#libs/secrets';
import { hashToken } from '../opaque-token.js';
import { totpFactor, useRecoveryCode, useStep } from '../persistence/factors.sql.js';
import { isTotpCode, matchingStep, plainRecoveryCode } from './totp.js';

export const placeOfSeed = (userId: string) => ({
  table: 'totp_factors',
  column: 'seed_sealed',
  row: userId,
});

export type UsedFactor = 'totp' | 'recovery_code';

/** Uses up a code, in the transaction of what it allows. */
@Injectable()
export class SecondFactor {
  constructor(private readonly box: SecretBox) {}

  /** @returns what kind of code it was; null where it was none, or has been used */
  async use(sql: Sql, userId: string, code: string): Promise<UsedFactor | null> {
    if (isTotpCode(code)) return (await this.useTotp(sql, userId, code)) ? 'totp' : null;
    const used = await useRecoveryCode(sql, userId, hashToken(plainRecoveryCode(code)));
    return used ? 'recovery_code' : null;
  }

  async useTotp(sql: Sql, userId: string, code: string): Promise<boolean> {
    const factor = await totpFactor(sql, userId);
    if (!factor) return false;
    const seed = Buffer.from(this.box.open(factor.seedSealed, placeOfSeed(userId)), 'base64url');
    const step = matchingStep(seed, code, Date.now(), factor.lastStep);
    return step !== null && (await useStep(sql, userId, step));
  }
}
