import { type KeyObject, sign, verify } from 'node:crypto';

/** ECDSA on P-256 with SHA-256: what the most libraries can check. */
export const ALGORITHM = 'ES256';

/** RFC 9068: an access token is never taken for another kind of token, nor the other way round. */
export const TOKEN_TYPE = 'at+jwt';

const LONGEST_TOKEN = 4_096;
const ENCODING = 'ieee-p1363';
const FORM = /^([\w-]+)\.([\w-]+)\.([\w-]{86})$/;

/** The one header that a key's tokens have. */
export const headerOf = (kid: string): string => encode({ alg: ALGORITHM, kid, typ: TOKEN_TYPE });

/** A signed token in its compact form (RFC 7515). */
export function signJwt(header: string, claims: object, privateKey: KeyObject): string {
  const text = `${header}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: ENCODING });
  return `${text}.${signature.toString('base64url')}`;
}

/**
 * The claims of a token that one of our keys has signed; null for anything else. A header is never read: it must be, letter for
 * letter, that of a known key. So whatever else a header may ask for (no signature, another algorithm, a key of the caller's) is
 * not even understood.
 */
export function verifyJwt(token: string, keyOfHeader: (header: string) => KeyObject | undefined): unknown {
  const [, header, payload, signature] = (token.length <= LONGEST_TOKEN && FORM.exec(token)) || [];
  if (header === undefined || payload === undefined || signature === undefined) return null;
  const key = keyOfHeader(header);
  if (!key) return null;
  const text = Buffer.from(`${header}.${payload}`);
  const checks = { key, dsaEncoding: ENCODING } as const;
  if (!verify('sha256', text, checks, Buffer.from(signature, 'base64url'))) return null;
  return parsed(Buffer.from(payload, 'base64url').toString('utf8'));
}

/** What we have signed is JSON; that whoever holds a key has signed something else must not be an error of ours. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
