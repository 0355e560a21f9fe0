import { createHmac, randomBytes } from 'node:crypto';

/** RFC 6238 as every authenticator app speaks it: HMAC-SHA-1, 6 digits, 30 s. */
const STEP_SECONDS = 30;
const DIGITS = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** 160 bits, the length that RFC 4226 recommends. */
export const newSeed = (): Buffer => randomBytes(20);

export const stepAt = (timeMs: number): number => Math.floor(timeMs / 1_000 / STEP_SECONDS);

export function codeAt(seed: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', seed).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1)! & 0xf) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The step that this code is of, later than the last one used: now, or one step off for clocks that differ. Null for none. */
export function matchingStep(seed: Buffer, code: string, now: number, lastStep: number): number | null {
  const current = stepAt(now);
  const matching = [current - 1, current, current + 1].filter((step) => codeAt(seed, step) === code);
  return matching.find((step) => step > lastStep) ?? null;
}

/** RFC 4648, without padding. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** What an authenticator app reads from a QR code. */
export function otpauthUri(seed: Buffer, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const period = `algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
  return `otpauth://totp/${label}?secret=${base32(seed)}&issuer=${encodeURIComponent(issuer)}&${period}`;
}

/** Ten codes of 80 bits each, in groups of four that people can copy. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () => base32(randomBytes(10)).match(/.{4}/g)!.join('-'));

/** However it was typed. */
export const plainRecoveryCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z2-7]/g, '');

export const isTotpCode = (code: string): boolean => /^\d{6}$/.test(code);
