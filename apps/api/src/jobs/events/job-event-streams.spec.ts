import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessWatch } from '#libs/auth';
import type { FeedItem, JobEventFeed, JobQueries } from '#libs/orchestration';
import { JobEventStreams } from './job-event-streams.js';
import { JobStreams } from './job-streams.js';
import { StreamsConfig } from './streams.config.js';

const caller = { tenantId: 't', userId: 'u', any: false };
const snapshot: FeedItem = { progress: { progress: 0, stages: [] } };

/** Streams over a feed given by the test; `signals` are those the feed was given, `revoke` takes access away. */
function streamsOver(
  feed: (signal: AbortSignal) => AsyncIterable<FeedItem>,
  settings: NodeJS.ProcessEnv = {},
) {
  const signals: AbortSignal[] = [];
  let revoke = (): void => undefined;
  const follow = (_scope: unknown, _id: string, _after: number, signal: AbortSignal) => {
    signals.push(signal);
    return feed(signal);
  };
  const watch = (_caller: unknown, onRevoked: () => void) => {
    revoke = onRevoked;
    return () => undefined;
  };
  const config = StreamsConfig.fromEnv(settings);
  const open = new JobStreams(
    { get: () => Promise.resolve({}) } as unknown as JobQueries,
    { follow } as unknown as JobEventFeed,
    { watch } as unknown as AccessWatch,
    config,
  );
  return { streams: new JobEventStreams(open, config), open, signals, revoke: () => revoke() };
}

/** Gives one snapshot, and then nothing until it is told to end. */
async function* silent(signal: AbortSignal): AsyncGenerator<FeedItem> {
  yield snapshot;
  if (!signal.aborted) await once(signal, 'abort');
}

describe('a stream of events', () => {
  it('lets go of the feed at once when the client goes, although the feed is silent', async () => {
    const { streams, signals } = streamsOver(silent);
    const stream = (await streams.open(caller, 'job', 0)).getStream();
    await once(stream, 'data');
    stream.destroy();
    await once(signals[0]!, 'abort');
  });

  it('ends in order on shutdown, and asks to come back', async () => {
    const { streams, open } = streamsOver(silent);
    const stream = (await streams.open(caller, 'job', 0)).getStream();
    const all = text(stream);
    open.beforeApplicationShutdown();
    expect(await all).toMatch(/event: reconnect\ndata: {"reason":"shutting_down"}\n\n$/);
  });

  it('ends at once when access is revoked', async () => {
    const { streams, revoke } = streamsOver(silent);
    const stream = (await streams.open(caller, 'job', 0)).getStream();
    const all = text(stream);
    revoke();
    expect(await all).toMatch(/event: revoked\ndata: {"reason":"revoked"}\n\n$/);
  });

  it('has a place among so many of its user, which is free again when it ends', async () => {
    const { streams } = streamsOver(silent, { STREAMS_PER_USER: '2' });
    const first = (await streams.open(caller, 'job', 0)).getStream();
    await streams.open(caller, 'job', 0);
    await expect(streams.open(caller, 'job', 0)).rejects.toMatchObject({ code: 'stream.too_many' });
    await streams.open({ ...caller, userId: 'another' }, 'job', 0);
    first.destroy();
    await once(first, 'close');
    await streams.open(caller, 'job', 0);
  });

  it('asks the feed for no more than the client takes, and cuts off one that takes nothing', async () => {
    let given = 0;
    async function* endless(signal: AbortSignal): AsyncGenerator<FeedItem> {
      const data = { text: 'x'.repeat(1_000) };
      while (!signal.aborted) yield { event: { seq: ++given, type: 'noise', actor: 'a', at: '', data } };
    }
    const { streams, signals } = streamsOver(endless, { STREAM_SLOW_MS: '100' });
    const stream = (await streams.open(caller, 'job', 0)).getStream();
    while (signals.length === 0) await sleep(5);
    await once(signals[0]!, 'abort');
    expect(signals[0]!.reason).toBe('too_slow');
    expect(given).toBeLessThan(100);
    expect(await text(stream)).toMatch(/event: reconnect\ndata: {"reason":"too_slow"}\n\n$/);
  });
});
