import { createHash } from 'node:crypto';
import type { Principal } from '#libs/auth';
import type { IdempotentRequest } from '#libs/idempotency';
import { HttpError } from '../http-error.js';
import type { HttpRequest } from '../http.types.js';

const IDEMPOTENCY_HEADER = 'idempotency-key';

/** Printable ASCII without spaces; a header that came twice has a comma and a space in it. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** @returns undefined where the request names no key. @throws HttpError `idempotency.invalid_key` */
export function idempotentRequest(request: HttpRequest, caller: Principal): IdempotentRequest | undefined {
  const given = request.headers[IDEMPOTENCY_HEADER];
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || !KEY.test(given)) {
    throw new HttpError(
      'idempotency.invalid_key',
      'Idempotency-Key: must be given once, as 1 to 255 printable ASCII characters without spaces; a UUID does well',
    );
  }
  return {
    tenantId: caller.tenantId,
    caller: caller.apiKeyId === undefined ? `user:${caller.userId}` : `key:${caller.apiKeyId}`,
    route: `${request.method} ${request.url.split('?', 1)[0]}`,
    key: given,
    fingerprint: createHash('sha256')
      .update(`${request.url}\n${request.rawBody ?? ''}`)
      .digest('hex'),
  };
}
