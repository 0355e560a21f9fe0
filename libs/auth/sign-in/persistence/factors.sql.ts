import type { Sql } from '#libs/database';

export interface TotpFactor {
  seedSealed: string;
  confirmed: boolean;
  /** The last step of which a code was used. */
  lastStep: number;
}

export const totpFactor = async (sql: Sql, userId: string): Promise<TotpFactor | undefined> =>
  (
    await sql.query<TotpFactor>(
      `SELECT seed_sealed AS "seedSealed", confirmed_at IS NOT NULL AS confirmed, last_step AS "lastStep"
         FROM totp_factors WHERE user_id = $1`,
      [userId],
    )
  )[0];

/** Over one that was never confirmed. False where there is one that was. */
export async function enrolTotp(sql: Sql, userId: string, seedSealed: string): Promise<boolean> {
  const enrolled = await sql.query(
    `INSERT INTO totp_factors AS f (user_id, seed_sealed) VALUES ($1, $2)
     ON CONFLICT (user_id) DO UPDATE SET seed_sealed = $2, created_at = now(), last_step = 0
       WHERE f.confirmed_at IS NULL
     RETURNING user_id`,
    [userId, seedSealed],
  );
  return enrolled.length === 1;
}

/** False where a code of this step or a later one was used already. */
export async function useStep(sql: Sql, userId: string, step: number): Promise<boolean> {
  const used = await sql.query(
    'UPDATE totp_factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2 RETURNING user_id',
    [userId, step],
  );
  return used.length === 1;
}

export const confirmTotp = (sql: Sql, userId: string): Promise<unknown[]> =>
  sql.query('UPDATE totp_factors SET confirmed_at = now() WHERE user_id = $1 AND confirmed_at IS NULL', [
    userId,
  ]);

/** With its recovery codes. @returns a row where there was one */
export const deleteTotp = (sql: Sql, userId: string): Promise<unknown[]> =>
  sql.query('DELETE FROM totp_factors WHERE user_id = $1 RETURNING user_id', [userId]);

export async function replaceRecoveryCodes(
  sql: Sql,
  userId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await sql.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId]);
  await sql.query('INSERT INTO recovery_codes (user_id, hash) SELECT $1, unnest($2::bytea[])', [
    userId,
    hashes,
  ]);
}

/** False where it is none of theirs, or was used. */
export async function useRecoveryCode(sql: Sql, userId: string, hash: Buffer): Promise<boolean> {
  const used = await sql.query(
    'UPDATE recovery_codes SET used_at = now() WHERE user_id = $1 AND hash = $2 AND used_at IS NULL RETURNING hash',
    [userId, hash],
  );
  return used.length === 1;
}

export async function recoveryCodesLeft(sql: Sql, userId: string): Promise<number> {
  const [row] = await sql.query<{ left: number }>(
    'SELECT count(*)::int AS left FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL',
    [userId],
  );
  return row?.left ?? 0;
}

export const insertChallenge = (
  sql: Sql,
  challenge: { hash: Buffer; userId: string; lifetimeSeconds: number },
): Promise<unknown[]> =>
  sql.query(
    'INSERT INTO mfa_challenges (hash, user_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))',
    [challenge.hash, challenge.userId, challenge.lifetimeSeconds],
  );

/** Counts a try at it; whose it is, or undefined where it has expired or was tried too often. Holds it until the transaction ends. */
export const tryChallenge = async (sql: Sql, hash: Buffer, most: number): Promise<string | undefined> =>
  (
    await sql.query<{ userId: string }>(
      `UPDATE mfa_challenges SET attempts = attempts + 1
        WHERE hash = $1 AND expires_at > now() AND attempts < $2 RETURNING user_id AS "userId"`,
      [hash, most],
    )
  )[0]?.userId;

/** Whose it is, without counting. */
export const challengedUser = async (sql: Sql, hash: Buffer): Promise<string | undefined> =>
  (
    await sql.query<{ userId: string }>(
      'SELECT user_id AS "userId" FROM mfa_challenges WHERE hash = $1 AND expires_at > now()',
      [hash],
    )
  )[0]?.userId;

export const deleteChallenge = (sql: Sql, hash: Buffer): Promise<unknown[]> =>
  sql.query('DELETE FROM mfa_challenges WHERE hash = $1', [hash]);
