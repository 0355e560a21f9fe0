import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;
export const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

/** What is wrong with a list of keys, in words for whoever has written it. */
export const KEYS_RULE =
  'must be one or more keys as id:base64, separated by commas: an id of letters, digits, - and _, used once, and 32 random bytes in base64';

export interface MasterKey {
  id: string;
  key: KeyObject;
}

/** A key as SECRETS_KEYS has it. */
export const newMasterKey = (id = 'k1'): string => `${id}:${randomBytes(KEY_BYTES).toString('base64')}`;

/** Reads `id:base64,id:base64`, the current key first; null where something is wrong with it. */
export function readMasterKeys(text: string): [MasterKey, ...MasterKey[]] | null {
  const keys: MasterKey[] = [];
  for (const entry of text.trim().split(',')) {
    const [id, base64, ...rest] = entry.trim().split(':');
    const bytes = Buffer.from(base64 ?? '', 'base64');
    const isKey = base64 !== undefined && bytes.length === KEY_BYTES && bytes.toString('base64') === base64;
    if (id === undefined || !KEY_ID.test(id) || !isKey || rest.length > 0) return null;
    if (keys.some((other) => other.id === id)) return null;
    keys.push({ id, key: createSecretKey(bytes) });
  }
  return keys as [MasterKey, ...MasterKey[]];
}
