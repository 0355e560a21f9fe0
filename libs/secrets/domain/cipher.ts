import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Bytes that are added to what is encrypted. */
export const OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

/** AES-256-GCM with a fresh nonce: nonce, then what was encrypted, then the tag. `bound` must be the same when it is opened. */
export function encrypt(key: KeyObject, plain: Buffer, bound: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(bound, 'utf8'));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What `encrypt` was given; null where a byte of it, the key or what it is bound to is another. */
export function decrypt(key: KeyObject, box: Buffer, bound: string): Buffer | null {
  if (box.length < OVERHEAD_BYTES) return null;
  const decipher = createDecipheriv(ALGORITHM, key, box.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(bound, 'utf8'));
  decipher.setAuthTag(box.subarray(-TAG_BYTES));
  const plain = decipher.update(box.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    // What has been decrypted is not to be trusted, and not to be left lying about.
    plain.fill(0);
    return null;
  }
}
