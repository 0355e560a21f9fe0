import type { WebSocket } from 'ws';
import type { EndReason, OpenStream } from './job-streams.js';
import { toMessage } from './stream-message.js';

/** Bytes that wait for a slow client before its events are read no further. */
const BUFFER_BYTES = 65_536;

/** What a client is told at the end: the codes of RFC 6455, and from 4000 on our own, after the HTTP statuses. */
const CLOSE_CODES = { job_ended: 1000, shutting_down: 1012, revoked: 4401, too_slow: 4408 } as const;

/** A client that does not answer the close is hung up on after this long; a slow one may take what waits for it. */
const LAST_CALL_MS = { job_ended: 5_000, shutting_down: 1_000, revoked: 250, too_slow: 5_000 } as const;

/**
 * Sends a job's events over a WebSocket until the job ends or the stream is cut. Not more than a bounded number of bytes waits for
 * the client.
 * @param after the event that the client has seen last
 */
export async function serveSocket(
  socket: WebSocket,
  stream: OpenStream,
  after: number,
  config: { STREAM_HEARTBEAT_MS: number; STREAM_SLOW_MS: number },
): Promise<void> {
  const stopHeart = beat(socket, config.STREAM_HEARTBEAT_MS);
  socket.once('close', () => stream.end('gone'));
  let last = after;
  let lastProgress = '';
  try {
    for await (const item of stream.items) {
      const message = toMessage(item);
      const text = JSON.stringify(message);
      // The feed repeats its snapshot at every look; the client needs it only when something has moved.
      if (message.id === undefined && text === lastProgress) continue;
      await send(socket, text, stream, config.STREAM_SLOW_MS);
      if (stream.signal.aborted) break;
      if (message.id === undefined) lastProgress = text;
      else last = message.id;
    }
  } finally {
    stopHeart();
    const reason = stream.signal.aborted ? (stream.signal.reason as EndReason) : 'job_ended';
    if (reason !== 'gone') close(socket, reason, last);
    stream.end('gone');
  }
}

/** Resolves when there is room for more, or the stream has been cut. */
async function send(socket: WebSocket, text: string, stream: OpenStream, slowMs: number): Promise<void> {
  const written = new Promise<void>((resolve) => socket.send(text, () => resolve()));
  if (socket.bufferedAmount < BUFFER_BYTES) return;
  const patience = setTimeout(() => stream.end('too_slow'), slowMs);
  const cut = new Promise<void>((resolve) =>
    stream.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  await Promise.race([written, cut]).finally(() => clearTimeout(patience));
}

function close(socket: WebSocket, reason: keyof typeof CLOSE_CODES, last: number): void {
  socket.close(CLOSE_CODES[reason], JSON.stringify({ reason, after: last }));
  const hangUp = setTimeout(() => socket.terminate(), LAST_CALL_MS[reason]);
  socket.once('close', () => clearTimeout(hangUp));
}

/** Pings, and hangs up on a client that has not answered the last one: its network may be gone without a word. */
function beat(socket: WebSocket, everyMs: number): () => void {
  let answered = true;
  socket.on('pong', () => (answered = true));
  const timer = setInterval(() => {
    // A ping would wait behind what has not been taken yet; whoever takes nothing is too slow, not gone.
    if (socket.bufferedAmount > 0) return;
    if (!answered) socket.terminate();
    answered = false;
    socket.ping();
  }, everyMs);
  return () => clearInterval(timer);
}
