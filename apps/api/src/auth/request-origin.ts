import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser says that the request was sent by a page of another site. Browsers add these headers themselves, and no page can
 * change them; a client that sends neither is no browser of these years, and is left to the token.
 * @param trusted origins that may call beside our own
 */
export function isForeign(headers: IncomingHttpHeaders, trusted: ReadonlySet<string>): boolean {
  const { origin, host } = headers;
  if (origin !== undefined && trusted.has(origin)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return true;
  return origin !== undefined && hostOf(origin) !== host?.toLowerCase();
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
