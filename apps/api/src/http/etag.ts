import { hash } from 'node:crypto';
import type { HttpReply, HttpRequest } from './http.types.js';

/** Of a JSON answer: weak, since compression changes the bytes. */
export const etagOf = (body: string): string => `W/"${hash('sha1', body, 'base64url')}"`;

/** Whether a list of tags, as in `If-None-Match`, names this one; compared weakly. */
export function names(tags: string, etag: string): boolean {
  const plain = (tag: string) => tag.trim().replace(/^W\//, '');
  return tags.trim() === '*' || tags.split(',').some((tag) => plain(tag) === plain(etag));
}

/**
 * Gives every JSON answer to a GET a tag, and leaves the body out where the client has it already.
 * @returns what is to be sent
 */
export function tagged(request: HttpRequest, reply: HttpReply, payload: unknown): unknown {
  if (request.method !== 'GET' || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  if (!String(reply.getHeader('content-type')).startsWith('application/json')) return payload;
  const etag = String(reply.getHeader('etag') ?? etagOf(payload));
  reply.header('etag', etag);
  // Whoever may see it may keep it, and asks each time whether it still holds.
  if (reply.getHeader('cache-control') === undefined) reply.header('cache-control', 'private, no-cache');
  const known = request.headers['if-none-match'];
  if (known === undefined || !names(known, etag)) return payload;
  reply.status(304);
  reply.removeHeader('content-type');
  reply.removeHeader('content-length');
  return '';
}
