import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX_LENGTH = 10;
/** 43 of 62 characters: 256 bits. */
const SECRET_LENGTH = 43;
/** 62⁶ is more than 2³². */
const CHECKSUM_LENGTH = 6;
const FORM = /^aiprod_([0-9A-Za-z]{10})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

export interface ParsedApiKey {
  /** Finds the key; no secret. */
  prefix: string;
  /** SHA-256 of the whole key. Its secret is random and long, so that no slower hash is needed. */
  hash: Buffer;
}

/** `aiprod_<prefix>_<secret><checksum>`: secret scanners know it by its shape, and a typo shows without a look-up. */
export function newApiKey(): { key: string } & ParsedApiKey {
  const prefix = randomText(PREFIX_LENGTH);
  const body = `aiprod_${prefix}_${randomText(SECRET_LENGTH)}`;
  const key = body + checksum(body);
  return { key, prefix, hash: hashOf(key) };
}

/** Null where it can be no key: mistyped, or cut off. */
export function parseApiKey(text: string): ParsedApiKey | null {
  const [, prefix] = FORM.exec(text) ?? [];
  if (prefix === undefined) return null;
  if (checksum(text.slice(0, -CHECKSUM_LENGTH)) !== text.slice(-CHECKSUM_LENGTH)) return null;
  return { prefix, hash: hashOf(text) };
}

/** Whether somebody meant to send a key. */
export const looksLikeApiKey = (text: string): boolean => text.startsWith('aiprod_');

export const sameHash = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();

const randomText = (length: number): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    text = ALPHABET[rest % ALPHABET.length] + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}
