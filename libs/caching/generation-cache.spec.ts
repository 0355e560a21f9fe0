import { Redis } from 'ioredis';
import { metricsRegistry } from '#libs/monitoring';
import { openCache, testRedis, type OpenCache, type TestRedis } from '#libs/testing';
import type { GenerationCache, GenerationRequest } from './generation-cache.js';

const HOUR_MS = 3_600_000;

describe('GenerationCache', () => {
  let server: TestRedis;
  let redis: Redis;
  let caches: OpenCache[];
  let cache: GenerationCache;
  /** Another process's cache, as far as Redis can tell. */
  let other: GenerationCache;

  beforeAll(async () => {
    server = await testRedis();
    redis = new Redis(server.url);
    const settings = { REDIS_URL: server.url, CACHE_LEASE_MS: '1500' };
    caches = await Promise.all([openCache(settings), openCache(settings)]);
    [cache, other] = caches.map(({ generations }) => generations) as [GenerationCache, GenerationCache];
  });
  afterEach(() => redis.flushdb());
  afterAll(async () => {
    await Promise.all(caches.map((opened) => opened.close()));
    redis.disconnect();
    await server.drop();
  });

  const at = (key: string, more: Partial<GenerationRequest> = {}): GenerationRequest => ({
    scope: 'tenant-a',
    kind: 'plan',
    key,
    ...more,
  });
  const never = () => Promise.reject(new Error('must not be called'));
  const storedKeys = () => redis.keys('*:entry:*');

  it('creates once, and finds it afterwards, in any process', async () => {
    const value = { title: 'Bread', scenes: [1, 2, null] };
    expect(await cache.getOrCreate(at('a'), async () => value)).toEqual({ value, from: 'created' });
    expect(await cache.getOrCreate(at('a'), never)).toEqual({ value, from: 'hit' });
    expect(await other.getOrCreate(at('a'), never)).toEqual({ value, from: 'hit' });
    expect(await other.get(at('a'))).toEqual(value);
    const both = [cache.getOrCreate(at('a'), never), cache.getOrCreate(at('a'), never)];
    expect((await Promise.all(both)).map(({ from }) => from)).toEqual(['hit', 'hit']);
  });

  it.each([null, 0, '', false, []])('can hold %j', async (value) => {
    await cache.getOrCreate(at('a'), async () => value);
    expect(await cache.getOrCreate(at('a'), never)).toEqual({ value, from: 'hit' });
    expect(await cache.get(at('a'))).toEqual(value);
  });

  it('lets 100 callers of two processes share one creation', async () => {
    let created = 0;
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<string>();
    const create = () => {
      created++;
      begun.resolve();
      return finish.promise;
    };
    const calls = Array.from({ length: 100 }, (_, i) => (i % 2 ? cache : other).getOrCreate(at('a'), create));
    await begun.promise;
    finish.resolve('the film');
    const results = await Promise.all(calls);
    expect(created).toBe(1);
    expect(new Set(results.map(({ value }) => value))).toEqual(new Set(['the film']));
    expect(results.filter(({ from }) => from === 'created')).toHaveLength(1);
    expect(results.filter(({ from }) => from === 'shared')).toHaveLength(99);
  });

  it('gives each caller a value of its own', async () => {
    const results = await Promise.all(
      Array.from({ length: 3 }, () => cache.getOrCreate(at('a'), async () => ({ scenes: ['one'] }))),
    );
    results[0]?.value.scenes.push('two');
    expect(results[1]?.value).toEqual({ scenes: ['one'] });
    expect(results[2]?.value).toEqual({ scenes: ['one'] });
  });

  it('keeps a lease for as long as it takes to create', async () => {
    const finish = Promise.withResolvers<string>();
    const first = cache.getOrCreate(at('a'), () => finish.promise);
    let lock: string | undefined;
    while (lock === undefined) [lock] = await redis.keys('*:lock:*');
    const second = other.getOrCreate(at('a'), never);
    for (let renewals = 0, last = 0; renewals < 4;) {
      const left = await redis.pttl(lock as string);
      expect(left).toBeGreaterThan(0);
      if (left > last) renewals++;
      last = left;
    }
    finish.resolve('late');
    expect(await first).toEqual({ value: 'late', from: 'created' });
    expect(await second).toEqual({ value: 'late', from: 'shared' });
    expect(await redis.keys('*:lock:*')).toEqual([]);
  });

  it('does not wait for ever for a creator that hangs', async () => {
    const impatient = await openCache({ CACHE_LEASE_LIMIT_SECONDS: '1' });
    const finish = Promise.withResolvers<string>();
    const first = impatient.generations.getOrCreate(at('a'), () => finish.promise);
    while ((await redis.keys('*:lock:*')).length === 0);
    expect(await other.getOrCreate(at('a'), async () => 'made instead')).toEqual({
      value: 'made instead',
      from: 'created',
    });
    finish.resolve('late');
    expect((await first).value).toBe('late');
    expect(await cache.get(at('a'))).toBe('made instead');
    await impatient.close();
  });

  describe('when creating fails', () => {
    it('tells the one who created, and the others try one at a time', async () => {
      let running = 0;
      let most = 0;
      let calls = 0;
      const create = async () => {
        most = Math.max(most, ++running);
        const turn = ++calls;
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        if (turn < 4) throw new Error(`try ${turn}`);
        return 'at last';
      };
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) => (i % 2 ? cache : other).getOrCreate(at('a'), create)),
      );
      const errors = results.flatMap((r) => (r.status === 'rejected' ? [(r.reason as Error).message] : []));
      expect(errors.sort()).toEqual(['try 1', 'try 2', 'try 3']);
      expect([most, calls]).toEqual([1, 4]);
      const values = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value.value] : []));
      expect(values).toEqual(Array(17).fill('at last'));
    });

    it('also where it fails before it has begun', async () => {
      const broken = cache.getOrCreate(at('a'), () => {
        throw new Error('at once');
      });
      await expect(broken).rejects.toThrow('at once');
      expect(await redis.keys('*')).toEqual([]);
    });
  });

  describe('a signal', () => {
    it('ends the waiting of one caller and of nobody else', async () => {
      const begun = Promise.withResolvers<void>();
      const finish = Promise.withResolvers<string>();
      const create = () => {
        begun.resolve();
        return finish.promise;
      };
      const first = cache.getOrCreate(at('a'), create);
      await begun.promise;
      const [near, far] = [new AbortController(), new AbortController()];
      const waiting = [
        cache.getOrCreate(at('a', { signal: near.signal }), never),
        other.getOrCreate(at('a', { signal: far.signal }), never),
      ];
      const patient = other.getOrCreate(at('a'), never);
      near.abort(new Error('job cancelled'));
      far.abort(new Error('job cancelled'));
      for (const call of waiting) await expect(call).rejects.toThrow('job cancelled');
      finish.resolve('made');
      expect(await first).toEqual({ value: 'made', from: 'created' });
      expect(await patient).toEqual({ value: 'made', from: 'shared' });
    });

    it('that has fired already lets nothing begin', async () => {
      const signal = AbortSignal.abort(new Error('too late'));
      await expect(cache.getOrCreate(at('a', { signal }), never)).rejects.toThrow('too late');
    });
  });

  describe('what is stored', () => {
    it('always expires: after a day, unless the caller says otherwise', async () => {
      await cache.getOrCreate(at('a', { tags: ['t'] }), async () => 1);
      for (const key of await redis.keys('*')) {
        expect(await redis.pttl(key)).toBeGreaterThan(23 * HOUR_MS);
        expect(await redis.pttl(key)).toBeLessThanOrEqual(25 * HOUR_MS);
      }
      await redis.flushdb();
      await cache.put(at('a', { ttlMs: HOUR_MS }), 1);
      const [entry] = await storedKeys();
      expect(await redis.pttl(entry as string)).toBeLessThanOrEqual(HOUR_MS);
    });

    it('is gone when its time is over', async () => {
      await cache.put(at('a', { ttlMs: 20 }), 1);
      while ((await redis.keys('*')).length > 0);
      expect(await cache.getOrCreate(at('a'), async () => 2)).toEqual({ value: 2, from: 'created' });
    });

    it.each([0, -1, 1.5, Number.NaN, Infinity])('cannot live for %p ms', async (ttlMs) => {
      await expect(cache.put(at('a', { ttlMs }), 1)).rejects.toThrow(/ttlMs: must be a whole number/);
      await expect(cache.getOrCreate(at('a', { ttlMs }), never)).rejects.toThrow(/ttlMs/);
    });

    it('is no larger than 256 kB; a larger value is only handed on within the process', async () => {
      const large = 'é'.repeat(131_072);
      const [first, second] = await Promise.all([
        cache.getOrCreate(at('a'), async () => large),
        cache.getOrCreate(at('a'), never),
      ]);
      expect([first.from, second.from, second.value === large]).toEqual(['created', 'shared', true]);
      expect(await redis.keys('*')).toEqual([]);
      expect(await cache.put(at('a'), large)).toBe(false);
      const fits = large.slice(1);
      expect(await cache.put(at('a'), fits)).toBe(true);
      expect(await redis.strlen((await storedKeys())[0] as string)).toBe(262_144);
    });

    it('is missed when it can no longer be read, and replaced', async () => {
      await cache.put(at('a'), { a: 1 });
      await redis.set((await storedKeys())[0] as string, '{"a":', 'KEEPTTL');
      expect(await cache.get(at('a'))).toBeUndefined();
      expect(await cache.getOrCreate(at('a'), async () => 2)).toEqual({ value: 2, from: 'created' });
      expect(await cache.get(at('a'))).toBe(2);
    });

    it('can be laid in beforehand, many at once', async () => {
      const entries = Array.from({ length: 300 }, (_, i) => ({
        ...at(`k${i}`, { tags: ['warm'] }),
        value: i,
      }));
      expect(await cache.warm(entries)).toBe(300);
      expect(await other.getOrCreate(at('k299'), never)).toEqual({ value: 299, from: 'hit' });
      expect(await cache.invalidate('tenant-a', 'warm')).toBe(300);
    });
  });

  it('counts what was asked by what came of it', async () => {
    const ask = { scope: 's', kind: 'counted', key: 'a' };
    await Promise.all([cache.getOrCreate(ask, async () => 1), cache.getOrCreate(ask, async () => 1)]);
    await cache.getOrCreate(ask, never);
    await cache.get(ask);
    const text = await metricsRegistry.metrics();
    expect(text).toContain('cache_requests_total{kind="counted",result="miss"} 1');
    expect(text).toContain('cache_requests_total{kind="counted",result="shared"} 1');
    expect(text).toContain('cache_requests_total{kind="counted",result="hit"} 2');
    expect(text).toMatch(/cache_access_duration_seconds_count\{operation="enter"\} \d/);
  });
});
