import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedItem, JobEventFeed, JobQueries } from '#libs/orchestration';
import { JobEventStreams } from './job-event-streams.js';

const scope = { tenantId: 't', userId: 'u', any: false };
const snapshot: FeedItem = { progress: { progress: 0, stages: [] } };

/** Streams over a job that has or has not ended, and a feed given by the test; `signals` are those the feed was given. */
function streamsOver(
  feed: (signal: AbortSignal) => AsyncIterable<FeedItem>,
  finishedAt: string | null = null,
) {
  const signals: AbortSignal[] = [];
  const follow = (_scope: unknown, _id: string, _after: number, signal: AbortSignal) => {
    signals.push(signal);
    return feed(signal);
  };
  const streams = new JobEventStreams(
    { get: () => Promise.resolve({ finishedAt }) } as unknown as JobQueries,
    { follow } as unknown as JobEventFeed,
  );
  return { streams, signals };
}

/** Gives one snapshot, and then nothing until it is told to end. */
async function* silent(signal: AbortSignal): AsyncGenerator<FeedItem> {
  yield snapshot;
  if (!signal.aborted) await once(signal, 'abort');
}

describe('a stream of events', () => {
  it('lets go of the feed at once when the client goes, although the feed is silent', async () => {
    const { streams, signals } = streamsOver(silent);
    const stream = (await streams.open(scope, 'job', 0)).getStream();
    await once(stream, 'data');
    stream.destroy();
    await sleep(50);
    expect(signals[0]?.aborted).toBe(true);
  });

  it('ends in order on shutdown', async () => {
    const { streams } = streamsOver(silent);
    const stream = (await streams.open(scope, 'job', 0)).getStream();
    stream.resume();
    const ended = once(stream, 'end');
    streams.beforeApplicationShutdown();
    await ended;
  });

  it('of a job that has ended does not wait for an event that will not come', async () => {
    async function* repeating(signal: AbortSignal): AsyncGenerator<FeedItem> {
      while (!signal.aborted) {
        yield snapshot;
        await sleep(5);
      }
    }
    const { streams } = streamsOver(repeating, '2026-11-21T09:30:00.000Z');
    const stream = (await streams.open(scope, 'job', 99)).getStream();
    stream.resume();
    await once(stream, 'end');
  });

  it('asks the feed for no more than the client takes', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<FeedItem> {
      const data = { text: 'x'.repeat(1_000) };
      for (;;) yield { event: { seq: ++given, type: 'noise', actor: 'a', at: '', data } };
    }
    const { streams } = streamsOver(endless);
    const stream = (await streams.open(scope, 'job', 0)).getStream();
    await sleep(100);
    expect(given).toBeLessThan(100);
    stream.destroy();
  });
});
