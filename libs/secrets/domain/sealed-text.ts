import { OVERHEAD_BYTES } from './cipher.js';
import { KEY_BYTES, KEY_ID } from './master-keys.js';

/** Raised when the format changes, so that what is stored can still be told apart. */
const VERSION = 's1';

/** The parts of a sealed text: the data key, wrapped by a master key, and the secret, encrypted with the data key. */
export interface SealedParts {
  keyId: string;
  wrappedKey: Buffer;
  box: Buffer;
}

/** `s1.<key id>.<wrapped data key>.<secret>`, the last two in base64url. */
export const writeSealed = ({ keyId, wrappedKey, box }: SealedParts): string =>
  [VERSION, keyId, wrappedKey.toString('base64url'), box.toString('base64url')].join('.');

/** Null where it is no sealed text. */
export function readSealed(sealed: string): SealedParts | null {
  const [version, keyId, wrapped, secret, ...rest] = sealed.split('.');
  if (version !== VERSION || keyId === undefined || !KEY_ID.test(keyId) || rest.length > 0) return null;
  const wrappedKey = bytesOf(wrapped);
  const box = bytesOf(secret);
  if (wrappedKey?.length !== KEY_BYTES + OVERHEAD_BYTES || box === null || box.length < OVERHEAD_BYTES)
    return null;
  return { keyId, wrappedKey, box };
}

/** Several spellings of base64url may stand for the same bytes; only the one that we write is taken. */
function bytesOf(text: string | undefined): Buffer | null {
  const bytes = Buffer.from(text ?? '', 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
