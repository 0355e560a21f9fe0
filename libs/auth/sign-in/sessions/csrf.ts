import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * A token that only who sees this API's answers can send back (a signed double submit): bound to the session by the secret that its
 * cookie holds, so that no key has to be kept and nobody's token serves another session.
 */
export function newCsrfToken(sessionSecret: string): string {
  const nonce = randomBytes(16).toString('base64url');
  return `${nonce}.${signature(sessionSecret, nonce)}`;
}

export function csrfTokenMatches(sessionSecret: string, token: string): boolean {
  const [nonce, given, ...more] = token.split('.');
  if (!nonce || !given || more.length > 0) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(signature(sessionSecret, nonce))];
  return a.length === b.length && timingSafeEqual(a, b);
}

const signature = (sessionSecret: string, nonce: string): string =>
  createHmac('sha256', sessionSecret).update(`csrf:${nonce}`).digest('base64url');
