import type { JsonWebKey } from 'node:crypto';
import type { Sql } from '#libs/database';
import type { KeyTimes } from '../tokens/key-timeline.js';

export interface StoredKey {
  kid: string;
  publicJwk: JsonWebKey;
  privateKeySealed: string;
}

/** Of processes that want a new key at once, one at a time looks whether there is one by now. */
export const lockSigningKeys = (sql: Sql): Promise<unknown[]> =>
  sql.query("SELECT pg_advisory_xact_lock(hashtext('aiprod:signing_keys'))");

export async function keyTimes(sql: Sql): Promise<KeyTimes[]> {
  return sql.query<KeyTimes>(
    `SELECT kid,
            (extract(epoch FROM created_at) * 1000)::float8 AS "createdAt",
            (extract(epoch FROM signs_from) * 1000)::float8 AS "signsFrom",
            (extract(epoch FROM withdrawn_at) * 1000)::float8 AS "withdrawnAt"
       FROM signing_keys`,
  );
}

export const storedKeys = (sql: Sql, kids: readonly string[]): Promise<StoredKey[]> =>
  sql.query<StoredKey>(
    `SELECT kid, public_jwk AS "publicJwk", private_key_sealed AS "privateKeySealed"
       FROM signing_keys WHERE kid = ANY ($1)`,
    [kids],
  );

export const addKey = (sql: Sql, key: StoredKey, leadSeconds: number): Promise<unknown[]> =>
  sql.query(
    `INSERT INTO signing_keys (kid, public_jwk, private_key_sealed, signs_from)
     VALUES ($1, $2, $3, now() + make_interval(secs => $4))`,
    [key.kid, JSON.stringify(key.publicJwk), key.privateKeySealed, leadSeconds],
  );

export async function withdrawOtherKeys(sql: Sql, kid: string): Promise<string[]> {
  const withdrawn = await sql.query<{ kid: string }>(
    'UPDATE signing_keys SET withdrawn_at = now() WHERE kid <> $1 AND withdrawn_at IS NULL RETURNING kid',
    [kid],
  );
  return withdrawn.map((row) => row.kid);
}

/** Those that nothing valid can have been signed with any more. */
export const deleteOldKeys = (sql: Sql, kids: readonly string[]): Promise<unknown[]> =>
  sql.query('DELETE FROM signing_keys WHERE kid = ANY ($1)', [kids]);
