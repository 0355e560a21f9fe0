import { Redis } from 'ioredis';
import { openCache, testRedis, type OpenCache, type TestRedis } from '#libs/testing';
import type { GenerationCache, GenerationRequest } from './generation-cache.js';

describe('entries of the cache', () => {
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
  const storedKeys = () => redis.keys('*:entry:*');

  describe('invalidating', () => {
    it('a tag removes what carries it and nothing else', async () => {
      await cache.getOrCreate(at('a', { tags: ['brand', 'x'] }), async () => 1);
      await cache.put(at('b', { tags: ['brand'] }), 2);
      await cache.put(at('c', { tags: ['x'] }), 3);
      expect(await other.invalidate('tenant-a', 'brand')).toBe(2);
      expect(await Promise.all(['a', 'b', 'c'].map((key) => cache.get(at(key))))).toEqual([
        undefined,
        undefined,
        3,
      ]);
      expect(await cache.invalidate('tenant-a', 'brand')).toBe(0);
    });

    it('a tag of a thousand entries and more leaves none', async () => {
      const many = Array.from({ length: 1_200 }, (_, i) => ({ ...at(`k${i}`, { tags: ['t'] }), value: i }));
      await cache.warm(many);
      expect(await cache.invalidate('tenant-a', 't')).toBe(1_200);
      expect(await redis.keys('*')).toEqual([]);
    });

    it('one key removes one entry', async () => {
      await cache.put(at('a'), 1);
      await cache.put(at('b'), 2);
      expect(await cache.invalidateKey(at('a'))).toBe(1);
      expect(await cache.invalidateKey(at('a'))).toBe(0);
      expect([await cache.get(at('a')), await cache.get(at('b'))]).toEqual([undefined, 2]);
    });

    it.each([
      ['its tag', () => cache.invalidate('tenant-a', 'brand')],
      ['its key', () => cache.invalidateKey(at('a'))],
    ])('by %s also keeps out what is being made meanwhile', async (_, invalidate) => {
      const begun = Promise.withResolvers<void>();
      const old = Promise.withResolvers<string>();
      const first = cache.getOrCreate(at('a', { tags: ['brand'] }), () => {
        begun.resolve();
        return old.promise;
      });
      await begun.promise;
      await invalidate();
      expect(await other.getOrCreate(at('a'), async () => 'new')).toEqual({ value: 'new', from: 'created' });
      old.resolve('old');
      expect((await first).value).toBe('old');
      expect(await cache.get(at('a'))).toBe('new');
    });

    it('leaves the lock of the next creator alone when the one before fails', async () => {
      const held = () => {
        const [begun, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<string>()];
        const create = () => {
          begun.resolve();
          return finish.promise;
        };
        return { begun: begun.promise, finish, create };
      };
      const [one, two] = [held(), held()];
      const first = cache.getOrCreate(at('a'), one.create);
      await one.begun;
      await cache.invalidateKey(at('a'));
      const second = other.getOrCreate(at('a'), two.create);
      await two.begun;
      one.finish.reject(new Error('failed'));
      await expect(first).rejects.toThrow('failed');
      expect(await redis.keys('*:lock:*')).toHaveLength(1);
      two.finish.resolve('new');
      expect((await second).from).toBe('created');
    });

    it('a tag forgets entries that have expired', async () => {
      await cache.put(at('old', { tags: ['t'], ttlMs: 20 }), 1);
      await cache.put(at('long', { tags: ['t'] }), 1);
      while ((await storedKeys()).length > 1);
      await cache.put(at('new', { tags: ['t'] }), 1);
      const [tag] = await redis.keys('*:tag:*');
      expect(await redis.zcard(tag as string)).toBe(2);
    });
  });

  describe('names', () => {
    it('keep tenants apart', async () => {
      await cache.put(at('a', { tags: ['t'] }), 'of a');
      const b = at('a', { scope: 'tenant-b', tags: ['t'] });
      expect(await cache.get(b)).toBeUndefined();
      expect(await cache.getOrCreate(b, async () => 'of b')).toEqual({ value: 'of b', from: 'created' });
      expect(await cache.invalidate('tenant-b', 't')).toBe(1);
      expect(await cache.get(at('a'))).toBe('of a');
    });

    it.each([
      [
        { scope: 'a:b', kind: 'c', key: 'd' },
        { scope: 'a', kind: 'b:c', key: 'd' },
      ],
      [
        { scope: 'a', kind: 'b', key: 'c:d' },
        { scope: 'a', kind: 'b:c', key: 'd' },
      ],
      [
        { scope: 'a","b', kind: 'c', key: 'd' },
        { scope: 'a', kind: 'b","c', key: 'd' },
      ],
      [
        { scope: '', kind: 'a', key: 'b' },
        { scope: 'a', kind: '', key: 'b' },
      ],
      [
        { scope: 'a\r\nDEL x', kind: 'b', key: 'c' },
        { scope: 'a', kind: 'b', key: '\r\nDEL xc' },
      ],
      [
        { scope: 'a', kind: 'b', key: '\ud800' },
        { scope: 'a', kind: 'b', key: '\ufffd' },
      ],
      [
        { scope: 'a', kind: 'b', key: '*' },
        { scope: 'a', kind: 'b', key: 'anything' },
      ],
    ])('cannot be made to look like another: %j and %j', async (one, two) => {
      await cache.put({ ...one, tags: ['*', one.key] }, 'one');
      expect(await cache.get(two)).toBeUndefined();
      await cache.invalidate(two.scope, two.key);
      expect(await cache.get(one)).toBe('one');
    });
  });
});
