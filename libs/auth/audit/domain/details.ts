import { AppError, canonicalJson, type JsonObject, type JsonValue } from '#libs/kernel';

const MAX_BYTES = 16_384;
const MAX_DEPTH = 6;
const MAX_TEXT = 1_000;

/** A field of this name would hold a secret, unless it only speaks about one: `apiKeyId`, `tokenCount`, `passwordChangedAt`. */
const SECRET_WORDS = new Set(
  (
    'password passwd pwd passphrase passcode secret secrets token tokens jwt bearer key keys credential credentials ' +
    'authorization cookie cookies otp totp pin seed signature private'
  ).split(' '),
);
const ABOUT = new Set(['id', 'ids', 'count', 'at', 'prefix', 'version']);

/** Values that are secrets whatever their field is called: signed tokens, private keys, authorization headers. */
const SECRET_VALUES =
  /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*|\b(?:Bearer|Basic) [\w+/=.~-]{8,}/g;

const refused = (why: string): AppError =>
  new AppError('audit.details_refused', `Details of an audit entry ${why}`, { class: 'internal' });

/**
 * Details as they may be stored: plain JSON, long texts cut, what looks like a secret masked.
 * @throws AppError `audit.details_refused` where a field's name says that it holds a secret, and for what is too deep or too large
 */
export function safeDetails(details: JsonObject = {}): JsonObject {
  const safe = safeValue(details, 1) as JsonObject;
  if (Buffer.byteLength(canonicalJson(safe)) > MAX_BYTES) throw refused(`take more than ${MAX_BYTES} bytes`);
  return safe;
}

function safeValue(value: JsonValue, depth: number): JsonValue {
  if (typeof value === 'string') return safeText(value);
  // What JSON has no word for is stored as it would be read back.
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || typeof value !== 'object') return value;
  if (depth > MAX_DEPTH) throw refused(`are nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) return value.map((element) => safeValue(element ?? null, depth + 1));
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    fields.map(([name, field]) => [safeName(name), safeValue(field as JsonValue, depth + 1)]),
  );
}

function safeName(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  if (!ABOUT.has(words.at(-1)!) && words.some((word) => SECRET_WORDS.has(word))) {
    throw refused(`must not have a field named "${name}"`);
  }
  return safeText(name);
}

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
export const safeText = (text: string): string => {
  const whole = text.toWellFormed().replaceAll('\0', '\uFFFD').replace(SECRET_VALUES, '[redacted]');
  return whole.length > MAX_TEXT ? `${whole.slice(0, MAX_TEXT).toWellFormed()}…` : whole;
};
