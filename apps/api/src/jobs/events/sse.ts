import type { FeedItem } from '#libs/orchestration';
import type { EndReason } from './job-streams.js';
import { toMessage } from './stream-message.js';

/** Comment lines keep proxies and clients from taking a quiet stream for a dead one. */
const HEARTBEAT = ': still here\n\n';

/** How soon a client that lost the connection should come back, in milliseconds. */
const OPENING = 'retry: 2000\n\n';

/** The last word to a client that is cut off. An EventSource comes back by itself, and goes on where it was. */
const CLOSING: { [reason in EndReason]?: string } = {
  revoked: 'event: revoked\ndata: {"reason":"revoked"}\n\n',
  too_slow: 'retry: 1000\nevent: reconnect\ndata: {"reason":"too_slow"}\n\n',
  shutting_down: 'retry: 1000\nevent: reconnect\ndata: {"reason":"shutting_down"}\n\n',
};

/**
 * Job events in the `text/event-stream` format (WHATWG HTML, 9.2). Only numbered events carry an `id`, so that a client
 * which comes back with `Last-Event-ID` misses none; progress snapshots are worth nothing later and carry none.
 */
export async function* sseFrames(
  feed: AsyncIterable<FeedItem>,
  heartbeatMs: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const items = feed[Symbol.asyncIterator]();
  let lastProgress = '';
  let quietSince = Date.now();
  try {
    yield OPENING;
    let next = items.next();
    while (!signal.aborted) {
      const result = await firstOf(next, quietSince + heartbeatMs - Date.now(), signal);
      if (result === 'aborted') break;
      if (result !== 'quiet' && result.done) return;
      const frame = result === 'quiet' ? HEARTBEAT : toFrame(result.value);
      // The feed repeats its snapshot at every look; the client needs it only when something has moved.
      if (frame !== lastProgress) {
        if (result !== 'quiet' && 'progress' in result.value) lastProgress = frame;
        quietSince = Date.now();
        yield frame;
      }
      if (result !== 'quiet') next = items.next();
    }
    const closing = CLOSING[signal.reason as EndReason];
    if (closing !== undefined) yield closing;
  } finally {
    // Not awaited: a feed that waits for its next event ends by the signal.
    items.return?.().catch(() => undefined);
  }
}

function toFrame(item: FeedItem): string {
  const { id, event, data } = toMessage(item);
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

async function firstOf<T>(
  next: Promise<T>,
  quietForMs: number,
  signal: AbortSignal,
): Promise<T | 'quiet' | 'aborted'> {
  const settled = new AbortController();
  const others = new Promise<'quiet' | 'aborted'>((resolve) => {
    const timer = setTimeout(resolve, Math.max(quietForMs, 0), 'quiet');
    settled.signal.addEventListener('abort', () => clearTimeout(timer));
    signal.addEventListener('abort', () => resolve('aborted'), { signal: settled.signal });
  });
  try {
    return await Promise.race([next, others]);
  } finally {
    settled.abort();
  }
}
