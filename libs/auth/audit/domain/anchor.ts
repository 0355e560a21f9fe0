import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { canonicalJson } from '#libs/kernel';
import type { AnchorPoint } from './chain.js';

/** Says, signed, that a tenant's chain had this entry at this time. */
export interface Anchor extends AnchorPoint {
  tenantId: string;
  at: Date;
  /** Which key signed it. */
  keyId: string;
  /** Ed25519, base64. */
  signature: string;
}

/** An Ed25519 key in its shortest form, 32 bytes, needs these before it to be one in DER. */
const PRIVATE_DER = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex');

const publicKeyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([PUBLIC_DER, raw]), format: 'der', type: 'spki' });

const rawOf = (key: KeyObject): Buffer =>
  key.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_DER.length);

/** The first 16 hex digits of the public key's SHA-256. */
const keyIdOf = (key: KeyObject): string =>
  createHash('sha256').update(rawOf(key)).digest('hex').slice(0, 16);

const signedText = ({ tenantId, seq, hash, at }: Omit<Anchor, 'keyId' | 'signature'>): Buffer =>
  Buffer.from(canonicalJson({ type: 'audit_anchor', tenantId, seq, hash, at: at.toISOString() }));

/** Signs anchors, and publishes what they can be checked with. */
export class AnchorSigner {
  private readonly key: KeyObject;
  readonly keyId: string;
  /** Base64 of 32 bytes. */
  readonly publicKey: string;

  /** @param seed base64 of 32 secret bytes */
  constructor(seed: string) {
    const der = Buffer.concat([PRIVATE_DER, Buffer.from(seed, 'base64')]);
    this.key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const publicKey = createPublicKey(this.key);
    this.keyId = keyIdOf(publicKey);
    this.publicKey = rawOf(publicKey).toString('base64');
  }

  sign(point: Omit<Anchor, 'keyId' | 'signature'>): Anchor {
    return {
      ...point,
      keyId: this.keyId,
      signature: sign(null, signedText(point), this.key).toString('base64'),
    };
  }
}

/** Checks anchors with the public keys that are trusted. */
export class AnchorKeys {
  private readonly keys: Map<string, KeyObject>;

  /** @param publicKeys each base64 of 32 bytes */
  constructor(publicKeys: readonly string[]) {
    const keys = publicKeys.map((key) => publicKeyOf(Buffer.from(key, 'base64')));
    this.keys = new Map(keys.map((key) => [keyIdOf(key), key]));
  }

  /** `unknown` where none of the keys made it, or says it did. */
  check(anchor: Anchor): 'good' | 'bad' | 'unknown' {
    const key = this.keys.get(anchor.keyId);
    if (key === undefined) return 'unknown';
    return verify(null, signedText(anchor), key, Buffer.from(anchor.signature, 'base64')) ? 'good' : 'bad';
  }
}
