import { createHash, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import type { Database, Sql } from '#libs/database';
import type { SecretBox } from '#libs/secrets';
import {
  addKey,
  deleteOldKeys,
  keyTimes,
  lockSigningKeys,
  withdrawOtherKeys,
} from '../persistence/signing-keys.sql.js';
import { rotationIsDue, verifyingKeys } from './key-timeline.js';

/** What others may keep the published keys for: a new one is published for longer than this before it signs. */
export const JWKS_MAX_AGE_SECONDS = 300;

const LEAD_SECONDS = 2 * JWKS_MAX_AGE_SECONDS;

export interface Rotation {
  kid: string;
  signsInSeconds: number;
  withdrawn: string[];
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
export const rotateKeys = (
  database: Database,
  box: SecretBox,
  { now }: { now: boolean },
): Promise<Rotation> =>
  database.transaction(async (sql) => {
    await lockSigningKeys(sql);
    const isFirst = (await keyTimes(sql)).every((key) => key.withdrawnAt !== null);
    return insertKey(sql, box, { leadSeconds: now || isFirst ? 0 : LEAD_SECONDS, alone: now });
  });

/** Rotates where the newest key has signed for this long, or there is none; of many processes one does. */
export const rotateKeysIfDue = (database: Database, box: SecretBox, ages: Ages): Promise<Rotation | null> =>
  database.transaction(async (sql) => {
    await lockSigningKeys(sql);
    const keys = await keyTimes(sql);
    const now = Date.now();
    if (!rotationIsDue(keys, now, ages.maxAgeMs)) return null;
    const alive = new Set(verifyingKeys(keys, now, ages.tokenTtlMs).map(({ kid }) => kid));
    await deleteOldKeys(
      sql,
      keys.filter(({ kid }) => !alive.has(kid)).map(({ kid }) => kid),
    );
    return insertKey(sql, box, { leadSeconds: alive.size === 0 ? 0 : LEAD_SECONDS, alone: false });
  });

export interface Ages {
  /** A key that has signed for this long is followed by a new one. */
  maxAgeMs: number;
  tokenTtlMs: number;
}

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
  return { kid, signsInSeconds: leadSeconds, withdrawn: alone ? await withdrawOtherKeys(sql, kid) : [] };
}

/** RFC 7638: the name of a key is the hash of it. */
const thumbprint = ({ crv, kty, x, y }: JsonWebKey): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
