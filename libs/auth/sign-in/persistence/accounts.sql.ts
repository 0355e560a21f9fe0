import type { Sql } from '#libs/database';

export interface Account {
  userId: string;
  tenantId: string;
  email: string;
  passwordHash: string;
  disabled: boolean;
  /** A second factor is asked for. */
  hasTotp: boolean;
}

const ACCOUNT = `
  SELECT u.id AS "userId", u.tenant_id AS "tenantId", u.email, u.password_hash AS "passwordHash",
         u.disabled_at IS NOT NULL AS disabled, f.confirmed_at IS NOT NULL AS "hasTotp"
    FROM users u LEFT JOIN totp_factors f ON f.user_id = u.id`;

const BY_EMAIL = `${ACCOUNT} WHERE lower(u.email) = lower($1)`;
const BY_ID = `${ACCOUNT} WHERE u.id = $1`;

export const accountByEmail = async (sql: Sql, email: string): Promise<Account | undefined> =>
  (await sql.query<Account>(BY_EMAIL, [email]))[0];

export const accountById = async (sql: Sql, userId: string): Promise<Account | undefined> =>
  (await sql.query<Account>(BY_ID, [userId]))[0];

/** Only over the hash that was just checked: whoever changed the password meanwhile wins. False where somebody did. */
export async function replacePasswordHash(
  sql: Sql,
  userId: string,
  { from, to }: { from: string; to: string },
): Promise<boolean> {
  const replaced = await sql.query(
    'UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2 RETURNING id',
    [userId, from, to],
  );
  return replaced.length === 1;
}

/** Where an act is recorded that belongs to no tenant: with the one that operates the system. */
export async function operatorsTenant(sql: Sql): Promise<string | undefined> {
  const [tenant] = await sql.query<{ id: string }>('SELECT id FROM tenants WHERE operator');
  return tenant?.id;
}
