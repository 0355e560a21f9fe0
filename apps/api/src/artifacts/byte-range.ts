import type { ByteRange } from '#libs/storage';
import { HttpError } from '../http/http-error.js';

/**
 * The part of a file that a `Range` header asks for (RFC 9110, 14.1.2), or null for all of it: where there is no header,
 * where the unit isn't bytes, and where it asks for several parts, which a server may ignore.
 * @throws HttpError `http.range_not_satisfiable`
 */
export function parseRange(header: string | undefined, size: number): ByteRange | null {
  const [unit, parts] = header?.split('=', 2) ?? [];
  if (parts === undefined || unit?.trim().toLowerCase() !== 'bytes' || parts.includes(',')) return null;
  const [, first = '', last = ''] = /^\s*(\d{0,15})-(\d{0,15})\s*$/.exec(parts) ?? [];
  if (first === '' && last === '') throw unsatisfiable(size);
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) throw unsatisfiable(size);
  return { start, end };
}

const unsatisfiable = (size: number): HttpError =>
  new HttpError('http.range_not_satisfiable', `The content has ${size} bytes, numbered from 0`, {
    'content-range': `bytes */${size}`,
  });
