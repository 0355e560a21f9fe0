import { Agent, fetch, type RequestInfo, type RequestInit } from 'undici';

export interface ConnectionOptions {
  /** Connections that are kept open at most. */
  connections: number;
  /** For so long a provider may say nothing at all. */
  silenceMs: number;
}

/**
 * `fetch` for one provider over its own pool of connections, for its SDK. A redirect is an error: a key must not follow one to
 * another host.
 */
export function providerFetch({ connections, silenceMs }: ConnectionOptions): typeof globalThis.fetch {
  const dispatcher = new Agent({ connections, headersTimeout: silenceMs, bodyTimeout: silenceMs });
  const pooled = (input: RequestInfo, init?: RequestInit) =>
    fetch(input, { ...init, dispatcher, redirect: 'error' });
  return pooled as unknown as typeof globalThis.fetch;
}
