import { createHash, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { acrossTenants, type Database, type Sql } from '#libs/database';
import type { SecretBox } from '#libs/secrets';
import { AuditLog } from '../../audit/audit-log.js';
import { operatorsTenant } from '../persistence/accounts.sql.js';
import {
  addKey,
  deleteOldKeys,
  keyTimes,
  lockSigningKeys,
  withdrawOtherKeys,
} from '../persistence/signing-keys.sql.js';
import { type KeyTimes, rotationIsDue, signingKey, verifyingKeys } from './key-timeline.js';

/** What others may keep the published keys for: a new one is published for longer than this before it signs. */
export const JWKS_MAX_AGE_SECONDS = 300;

const LEAD_SECONDS = 2 * JWKS_MAX_AGE_SECONDS;

export interface Rotation {
  kid: string;
  signsInSeconds: number;
  /** Keys that count no more. */
  withdrawn: string[];
}

export interface KeyState extends KeyTimes {
  state: 'waits' | 'signs' | 'signed before' | 'withdrawn';
}

export interface Ages {
  /** A key that has signed for this long is followed by a new one. */
  maxAgeMs: number;
  tokenTtlMs: number;
}

export const placeOfKey = (kid: string) => ({
  table: 'signing_keys',
  column: 'private_key_sealed',
  row: kid,
});

/**
 * Adds a key that takes over once everybody knows it. `now`: it signs at once and all others are withdrawn, so that whoever holds an
 * access token must renew it: for a key that may have leaked.
 */
export const rotateSigningKeys = (
  database: Database,
  box: SecretBox,
  { now }: { now: boolean },
): Promise<Rotation> =>
  locked(database, async (sql, keys) => {
    const isFirst = keys.every((key) => key.withdrawnAt !== null);
    return insertKey(sql, box, { leadSeconds: now || isFirst ? 0 : LEAD_SECONDS, alone: now });
  });

/** Rotates where the newest key has signed for this long, or there is none; of many processes one does. */
export const rotateKeysIfDue = (database: Database, box: SecretBox, ages: Ages): Promise<Rotation | null> =>
  locked(database, async (sql, keys) => {
    const now = Date.now();
    if (!rotationIsDue(keys, now, ages.maxAgeMs)) return null;
    const alive = new Set(verifyingKeys(keys, now, ages.tokenTtlMs).map(({ kid }) => kid));
    const dead = keys.filter(({ kid }) => !alive.has(kid)).map(({ kid }) => kid);
    await deleteOldKeys(sql, dead);
    return insertKey(sql, box, { leadSeconds: alive.size === 0 ? 0 : LEAD_SECONDS, alone: false });
  });

/** All that are kept, the newest first. */
export async function signingKeyStates(database: Database): Promise<KeyState[]> {
  const keys = await keyTimes(database);
  const now = Date.now();
  const current = signingKey(keys, now)?.kid;
  const stateOf = ({ kid, signsFrom, withdrawnAt }: KeyTimes): KeyState['state'] => {
    if (withdrawnAt !== null) return 'withdrawn';
    if (kid === current) return 'signs';
    return signsFrom > now ? 'waits' : 'signed before';
  };
  return keys
    .map((key) => ({ ...key, state: stateOf(key) }))
    .sort((a, b) => b.signsFrom - a.signsFrom || b.createdAt - a.createdAt);
}

/** One process at a time, and none by half. The audit log that it is written to is the operating tenant's. */
const locked = <T>(database: Database, work: (sql: Sql, keys: KeyTimes[]) => Promise<T>): Promise<T> =>
  acrossTenants(() =>
    database.transaction(async (sql) => {
      await lockSigningKeys(sql);
      return work(sql, await keyTimes(sql));
    }),
  );

async function insertKey(
  sql: Sql,
  box: SecretBox,
  { leadSeconds, alone }: { leadSeconds: number; alone: boolean },
): Promise<Rotation> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicJwk = publicKey.export({ format: 'jwk' });
  const kid = thumbprint(publicJwk);
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await addKey(sql, { kid, publicJwk, privateKeySealed: box.seal(pem, placeOfKey(kid)) }, leadSeconds);
  const withdrawn = alone ? await withdrawOtherKeys(sql, kid) : [];
  await record(sql, { kid, signsInSeconds: leadSeconds, withdrawn });
  return { kid, signsInSeconds: leadSeconds, withdrawn };
}

/** On a fresh installation there is no tenant yet, and nobody who could read it. */
async function record(sql: Sql, { kid, signsInSeconds, withdrawn }: Rotation): Promise<void> {
  const tenantId = await operatorsTenant(sql);
  if (tenantId === undefined) return;
  await new AuditLog().record(sql, {
    tenantId,
    actor: { type: 'system', id: null },
    action: 'signing_key.rotated',
    target: { type: 'signing_key', id: kid },
    details: { signsInSeconds, withdrawn },
  });
}

/** RFC 7638: the name of a key is the hash of it. */
const thumbprint = ({ crv, kty, x, y }: JsonWebKey): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
