import { Agent, fetch, type Dispatcher, type RequestInfo, type RequestInit } from 'undici';
import { leaseCheck } from '#libs/orchestration';

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
 * another host. A request that a stage pays for is only written while the stage is held.
 */
export function providerFetch({
  connections,
  silenceMs,
  maxBytes,
}: ConnectionOptions): typeof globalThis.fetch {
  const agent = new Agent({
    connections,
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    maxResponseSize: maxBytes ?? -1,
  });
  const pooled = (input: RequestInfo, init?: RequestInit) => {
    const check = leaseCheck();
    const dispatcher = check === undefined ? agent : agent.compose(checkedBy(check));
    return fetch(input, { ...init, dispatcher, redirect: 'error' });
  };
  return pooled as unknown as typeof globalThis.fetch;
}

/** What fails the check is never written: undici calls `onRequestStart` right before it writes a request to its connection. */
const checkedBy =
  (check: () => void): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) =>
    dispatch(
      options,
      new Proxy(handler, {
        get(target, key) {
          if (key === 'onRequestStart') {
            return (...start: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>) => {
              check();
              target.onRequestStart?.(...start);
            };
          }
          const member: unknown = Reflect.get(target, key);
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        },
      }),
    );
