import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedItem } from '#libs/orchestration';
import { resumeAfter } from './resume.js';
import { sseFrames } from './sse.js';

const event = (seq: number): FeedItem => ({
  event: {
    seq,
    type: 'stage.succeeded',
    actor: 'worker',
    at: '2026-11-21T09:30:00.000Z',
    data: { stage: `s${seq}` },
  },
});
const progress = (fraction: number): FeedItem => ({ progress: { progress: fraction, stages: [] } });

async function collect(frames: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const frame of frames) all.push(frame);
  return all;
}

describe('server-sent events', () => {
  const forever = new AbortController().signal;

  it('number the events and leave progress unnumbered, each snapshot once', async () => {
    async function* feed() {
      yield* [progress(0), event(1), progress(0), progress(0.5), progress(0.5), event(2)];
    }
    const frames = await collect(sseFrames(feed(), 10_000, forever));
    expect(frames).toEqual([
      'retry: 2000\n\n',
      'event: progress\ndata: {"progress":0,"stages":[]}\n\n',
      'id: 1\nevent: stage.succeeded\ndata: {"at":"2026-11-21T09:30:00.000Z","stage":"s1"}\n\n',
      'event: progress\ndata: {"progress":0.5,"stages":[]}\n\n',
      'id: 2\nevent: stage.succeeded\ndata: {"at":"2026-11-21T09:30:00.000Z","stage":"s2"}\n\n',
    ]);
  });

  it('beat while nothing moves, although the feed repeats its snapshot', async () => {
    async function* feed() {
      for (let i = 0; i < 30; i++) {
        yield progress(0);
        await sleep(5);
      }
    }
    const startedAt = Date.now();
    const beats = (await collect(sseFrames(feed(), 40, forever))).filter((frame) => frame.startsWith(':'));
    expect(beats.length).toBeGreaterThanOrEqual(2);
    expect(beats.length).toBeLessThanOrEqual((Date.now() - startedAt) / 40);
  });

  it('end at once when the client goes, even if the feed hangs, and let the feed know', async () => {
    const gone = new AbortController();
    let returned = false;
    const feed: AsyncIterable<FeedItem> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: () => {
          returned = true;
          return Promise.resolve({ done: true, value: undefined });
        },
      }),
    };
    setTimeout(() => gone.abort(), 20);
    expect(await collect(sseFrames(feed, 10_000, gone.signal))).toEqual(['retry: 2000\n\n']);
    expect(returned).toBe(true);
  });

  it.each(['revoked', 'too_slow', 'shutting_down'])(
    'end with a word to a client that is cut off: %s',
    async (reason) => {
      const cut = new AbortController();
      async function* feed(): AsyncGenerator<FeedItem> {
        yield event(1);
        cut.abort(reason);
        await new Promise(() => undefined);
      }
      const last = (await collect(sseFrames(feed(), 10_000, cut.signal))).at(-1);
      expect(last).toContain(`data: {"reason":"${reason}"}\n\n`);
      expect(last).toContain(reason === 'revoked' ? 'event: revoked' : 'event: reconnect');
    },
  );

  it('take the next event only when the one before has been taken', async () => {
    let asked = 0;
    async function* feed() {
      for (;;) yield event(++asked);
    }
    const frames = sseFrames(feed(), 10_000, forever);
    for (let i = 0; i < 4; i++) await frames.next();
    await sleep(20);
    expect(asked).toBeLessThanOrEqual(4);
    await frames.return(undefined);
  });

  it('pass a failure of the feed on', async () => {
    async function* feed(): AsyncGenerator<FeedItem> {
      yield event(1);
      throw new Error('the feed broke');
    }
    await expect(collect(sseFrames(feed(), 10_000, forever))).rejects.toThrow('the feed broke');
  });
});

describe('where to go on', () => {
  it('is what the client has seen, else what the address says, else the beginning', () => {
    expect(resumeAfter('7', 3)).toBe(7);
    expect(resumeAfter(undefined, 3)).toBe(3);
    expect(resumeAfter('', undefined)).toBe(0);
  });

  it.each(['x', '-1', '1.5', '99999999999'])('is refused as %s', (id) => {
    expect(() => resumeAfter(id, undefined)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});
