import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export const CORRELATION_HEADER = 'x-correlation-id';

/** What may be written to logs and headers without care. */
const SAFE = /^[\w.:-]{1,128}$/;

/** The caller's id for this request where it is a harmless one, so that it can be followed through both systems' logs. */
export function correlationId({ headers }: { headers: IncomingHttpHeaders }): string {
  const given = headers[CORRELATION_HEADER];
  return typeof given === 'string' && SAFE.test(given) ? given : randomUUID();
}
