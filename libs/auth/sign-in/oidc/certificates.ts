import { X509Certificate } from 'node:crypto';
import type { JSONWebKeySet, JWK } from 'jose';

/** A key set as it is, or made of certificates by key id, as Google publishes those of Firebase. Null for anything else. */
export function toKeySet(document: unknown): JSONWebKeySet | null {
  if (typeof document !== 'object' || document === null) return null;
  if ('keys' in document) return Array.isArray(document.keys) ? (document as JSONWebKeySet) : null;
  try {
    return { keys: Object.entries(document).map(([kid, pem]) => keyOf(kid, String(pem))) };
  } catch {
    return null;
  }
}

function keyOf(kid: string, pem: string): JWK {
  const { publicKey } = new X509Certificate(pem);
  return { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' } as JWK;
}
