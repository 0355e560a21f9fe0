import { inspect } from 'node:util';
import { Redis } from 'ioredis';
import { FaultProxy, freePort } from '#libs/testing/faults';
import { openCache, tcpProxy, testRedis, type OpenCache, type TestRedis } from '#libs/testing';

const at = { scope: 'tenant', kind: 'plan', key: 'a' };
const markers = { style: 'oil', lighting: 'dim', characters: [] };
const never = () => Promise.reject(new Error('must not be called'));

/** As soon as it is true; Jest's own time limit is the end of waiting. */
const until = async (holds: () => Promise<boolean>) => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe('the cache without Redis', () => {
  let server: TestRedis;
  const opened: OpenCache[] = [];
  const open = async (url: string, settings: NodeJS.ProcessEnv = {}) => {
    const quick = { CACHE_TIMEOUT_MS: '250', CACHE_LEASE_MS: '500' };
    opened.push(await openCache({ REDIS_URL: url, ...quick, ...settings }));
    return opened.at(-1) as OpenCache;
  };

  beforeAll(async () => {
    server = await testRedis();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((cache) => cache.close()));
    const redis = new Redis(server.url);
    await redis.flushdb();
    redis.disconnect();
  });
  afterAll(() => server.drop());

  const expectNothingStored = async ({ generations, consistency }: OpenCache) => {
    expect(await generations.put(at, 1)).toBe(false);
    expect(await generations.warm([{ ...at, value: 1 }])).toBe(0);
    expect(await generations.get(at)).toBeUndefined();
    expect(await generations.invalidate('tenant', 't')).toBeUndefined();
    expect(await generations.invalidateKey(at)).toBeUndefined();
    expect(await consistency.remember('tenant', { subject: 's', markers })).toBe(false);
    expect(await consistency.recall('tenant', 's')).toBeNull();
  };

  it('answers and stores nothing, and still creates once for all callers of a process', async () => {
    const port = await freePort();
    const url = Object.assign(new URL(server.url), { port: String(port) }).href;
    const cache = await open(url);

    let created = 0;
    const create = async () => {
      created++;
      await new Promise((resolve) => setImmediate(resolve));
      return 'made';
    };
    const results = await Promise.all(
      Array.from({ length: 100 }, () => cache.generations.getOrCreate(at, create)),
    );
    expect(new Set(results.map(({ value }) => value))).toEqual(new Set(['made']));
    expect(created).toBe(1);
    expect((await cache.generations.getOrCreate(at, create)).from).toBe('created');
    await expect(cache.generations.getOrCreate(at, never)).rejects.toThrow('must not be called');
    await expectNothingStored(cache);

    const proxy = await tcpProxy(server.url, port);
    await until(() => cache.generations.put(at, 'once Redis is there'));
    expect(await cache.generations.get(at)).toBe('once Redis is there');
    await proxy.close();
  });

  it('costs a caller no time once it is known to be away, and is used again when it is back', async () => {
    const proxy = await tcpProxy(server.url);
    const { generations, consistency } = await open(proxy.url);
    await until(() => generations.put(at, 'before'));

    proxy.goSilent();
    expect(await generations.get(at)).toBeUndefined();
    // Nothing that is sent to a silent Redis comes back before its time is over, so this did not ask it.
    const turn = new Promise<string>((resolve) => setImmediate(() => resolve('a turn of the event loop')));
    expect(await Promise.race([generations.get(at).then(() => 'an answer'), turn])).toBe('an answer');
    await expectNothingStored({ generations, consistency, close: () => Promise.resolve() });
    expect((await generations.getOrCreate(at, async () => 'meanwhile')).from).toBe('created');

    // By itself: over a new connection, because the old one stays silent.
    await until(async () => (await generations.get(at)) === 'before');
    expect(proxy.connections).toBeGreaterThan(1);
    expect(await generations.getOrCreate(at, never)).toEqual({ value: 'before', from: 'hit' });
    await proxy.close();
  });

  it('survives a Redis that goes while somebody creates and somebody waits', async () => {
    const proxy = await FaultProxy.start(Number(new URL(server.url).port));
    const url = Object.assign(new URL(server.url), { port: String(proxy.port) }).href;
    const [one, two] = [await open(url), await open(url)];
    await until(() => one.generations.put({ ...at, key: 'probe' }, 1));
    await until(() => two.generations.put({ ...at, key: 'probe' }, 1));

    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<string>();
    const first = one.generations.getOrCreate(at, () => {
      begun.resolve();
      return finish.promise;
    });
    await begun.promise;
    const second = two.generations.getOrCreate(at, async () => 'made by who waited');
    proxy.set({ kind: 'reset' });
    expect(await second).toEqual({ value: 'made by who waited', from: 'created' });
    finish.resolve('made at last');
    expect(await first).toEqual({ value: 'made at last', from: 'created' });

    proxy.set({ kind: 'none' });
    await until(async () => (await one.generations.getOrCreate(at, async () => 'again')).from === 'hit');
    await until(async () => (await two.generations.get(at)) === 'again');
    await proxy.close();
  });

  describe('does not blame Redis for this process being busy', () => {
    // Longer than an answer is waited for: it is there, and was not read.
    const beBusy = () => {
      for (const end = performance.now() + 600; performance.now() < end;);
    };

    it('finds what is stored', async () => {
      const { generations } = await open(server.url);
      await until(() => generations.put(at, 'stored'));
      const answer = generations.get(at);
      beBusy();
      expect(await answer).toBe('stored');
    });

    it('does not wait for a lock that is its own', async () => {
      const { generations } = await open(server.url, { CACHE_LEASE_MS: '60000' });
      await until(() => generations.put({ ...at, key: 'probe' }, 1));
      const made = generations.getOrCreate(at, async () => 'made');
      beBusy();
      expect(await made).toEqual({ value: 'made', from: 'created' });
      expect(await generations.get(at)).toBe('made');
    });
  });

  it('starts where Redis refuses the password, and tells what is wrong but not the password', async () => {
    const lines: unknown[] = [];
    const note = (...line: unknown[]) => void lines.push(line);
    const url = Object.assign(new URL(server.url), { username: 'nobody', password: 'hunter2' }).href;
    opened.push(await openCache({ REDIS_URL: url }, { log: note, warn: note, error: note }));
    const { generations } = opened.at(-1) as OpenCache;
    expect((await generations.getOrCreate(at, async () => 1)).value).toBe(1);
    expect(inspect(lines, { depth: 9 })).toMatch(/Redis does not answer \(WRONGPASS/);
    expect(inspect(lines, { depth: 9 })).not.toMatch(/hunter2/);
  });

  it('is not concerned where it has a Redis of its own', async () => {
    const { generations } = await open(`redis://127.0.0.1:${await freePort()}`, {
      CACHE_REDIS_URL: server.url,
    });
    delete process.env.CACHE_REDIS_URL;
    await until(() => generations.put(at, 'stored'));
    expect(await generations.get(at)).toBe('stored');
  });
});
