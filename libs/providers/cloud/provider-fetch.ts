import { Agent, fetch, type RequestInfo, type RequestInit } from 'undici';

export interface ConnectionOptions {
  /** Connections that are kept open at most. */
  connections: number;
  /** For so long a provider may say nothing at all. */
  silenceMs: number;
  /** A longer answer is cut off, so that none can fill the memory. Left out: there is no limit. */
  maxBytes?: number;
}

/** Of answers that come as JSON: the largest picture or recording in base64 is far smaller. */
export const ANSWER_MAX_BYTES = 64 * 1024 * 1024;

/**
 * `fetch` for one provider over its own pool of connections, for its SDK. A redirect is an error: a key must not follow one to
 * another host.
 */
export function providerFetch({
  connections,
  silenceMs,
  maxBytes,
}: ConnectionOptions): typeof globalThis.fetch {
  const dispatcher = new Agent({
    connections,
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    maxResponseSize: maxBytes ?? -1,
  });
  const pooled = (input: RequestInfo, init?: RequestInit) =>
    fetch(input, { ...init, dispatcher, redirect: 'error' });
  return pooled as unknown as typeof globalThis.fetch;
}
