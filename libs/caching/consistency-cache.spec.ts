import { Redis } from 'ioredis';
import { openCache, testRedis, type OpenCache, type TestRedis } from '#libs/testing';
import type { ConsistencyCache } from './index.js';

const markers = (style: string) => ({
  style,
  lighting: 'soft morning light',
  characters: ['Ana, a baker of 40'],
});
const BAKERY = 'a small bakery in Lisbon at dawn';

describe('ConsistencyCache', () => {
  let server: TestRedis;
  let redis: Redis;
  let opened: OpenCache;
  let cache: ConsistencyCache;

  beforeAll(async () => {
    server = await testRedis();
    redis = new Redis(server.url);
    opened = await openCache({ REDIS_URL: server.url });
    cache = opened.consistency;
  });
  afterEach(() => redis.flushdb());
  afterAll(async () => {
    await opened.close();
    redis.disconnect();
    await server.drop();
  });

  it('recalls what a job remembered, for the same subject and for nearly the same', async () => {
    await cache.remember('t', { subject: BAKERY, markers: markers('watercolour') });
    expect(await cache.recall('t', BAKERY)).toEqual({ markers: markers('watercolour'), similarity: 1 });
    const near = await cache.recall('t', 'A small bakery in Lisbon, at dawn');
    expect(near?.markers).toEqual(markers('watercolour'));
    expect(near?.similarity).toBeGreaterThanOrEqual(0.85);
    expect(near?.similarity).toBeLessThan(1);
  });

  it('recalls nothing for another subject, and nothing where nothing is', async () => {
    expect(await cache.recall('t', BAKERY)).toBeNull();
    await cache.remember('t', { subject: BAKERY, markers: markers('watercolour') });
    expect(await cache.recall('t', 'a small harbour in Lisbon at night')).toBeNull();
  });

  it('takes the most similar of several, and the latest of one subject', async () => {
    await cache.remember('t', { subject: `${BAKERY}, in winter`, markers: markers('ink') });
    await cache.remember('t', { subject: BAKERY, markers: markers('oil') });
    await cache.remember('t', { subject: ` ${BAKERY.toUpperCase()}  `, markers: markers('pastel') });
    await cache.remember('t', { subject: `${BAKERY} again`, markers: markers('pencil') });
    expect((await cache.recall('t', BAKERY))?.markers.style).toBe('pastel');
    expect((await cache.recall('t', `${BAKERY}, in winter`))?.markers.style).toBe('ink');
  });

  it('keeps tenants apart', async () => {
    await cache.remember('t', { subject: BAKERY, markers: markers('oil') });
    expect(await cache.recall('u', BAKERY)).toBeNull();
    expect(await cache.recall('t:u', BAKERY)).toBeNull();
  });

  it('keeps the last 200 subjects of a tenant', async () => {
    for (let i = 0; i <= 200; i++) {
      await cache.remember('t', {
        subject: `subject number ${i} ${'x'.repeat(i)}`,
        markers: markers(`${i}`),
      });
    }
    const [content] = await redis.keys('*:markers:*');
    expect(await redis.hlen(content as string)).toBe(200);
    expect((await cache.recall('t', 'subject number 0'))?.similarity ?? 0).toBeLessThan(1);
    expect((await cache.recall('t', 'subject number 1 x'))?.markers.style).toBe('1');
  });

  it('forgets after a week, and each subject in its own time', async () => {
    await cache.remember('t', { subject: BAKERY, markers: markers('oil') });
    for (const key of await redis.keys('*')) {
      expect(await redis.pttl(key)).toBeGreaterThan(167 * 3_600_000);
      expect(await redis.pttl(key)).toBeLessThanOrEqual(168 * 3_600_000);
    }
    const [expiries] = await redis.keys('*:subjects:*');
    const [id] = await redis.zrange(expiries as string, 0, 0);
    await redis.zadd(expiries as string, Date.now() - 1, id as string);
    expect(await cache.recall('t', BAKERY)).toBeNull();
    await cache.remember('t', { subject: 'something else', markers: markers('ink') });
    expect(await redis.zcard(expiries as string)).toBe(1);
    expect(await redis.hlen((await redis.keys('*:markers:*'))[0] as string)).toBe(1);
  });

  it.each(['{"subject"', '{"subject":"s","markers":{"style":"oil"}}', 'null'])(
    'does not take %s for markers',
    async (text) => {
      await cache.remember('t', { subject: BAKERY, markers: markers('oil') });
      const [content] = await redis.keys('*:markers:*');
      const [id] = await redis.hkeys(content as string);
      await redis.hset(content as string, id as string, text);
      expect(await cache.recall('t', BAKERY)).toBeNull();
    },
  );

  it('refuses what it could not use later, and names it', async () => {
    const wrong = { subject: '', markers: { ...markers('oil'), characters: Array<string>(51).fill('Ana') } };
    await expect(cache.remember('t', wrong)).rejects.toThrow(/subject: .*markers\.characters: /);
  });
});
