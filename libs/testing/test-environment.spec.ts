import { Redis } from 'ioredis';
import pg from 'pg';
import { testServices } from './services.js';
import { testDatabase } from './test-database.js';
import { testEnvironment } from './test-environment.js';
import { testRedis } from './test-redis.js';

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client(url);
  await client.connect();
  return (await client.query<Record<string, unknown>>(sql)).rows.concat(await client.end().then(() => []));
};

describe('the harness', () => {
  it('gives each caller a database of its own, with the schema', async () => {
    const [one, two] = await Promise.all([testDatabase(), testDatabase()]);
    await query(one.url, "INSERT INTO tenants VALUES (gen_random_uuid(), 'one')");
    expect(await query(one.url, 'SELECT name FROM tenants')).toEqual([{ name: 'one' }]);
    expect(await query(two.url, 'SELECT name FROM tenants')).toEqual([]);
    await Promise.all([one.drop(), two.drop()]);
    await expect(query(one.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });

  it('lays each schema once', async () => {
    let laid = 0;
    const template = {
      name: 'twice',
      prepare: async (url: string) => {
        laid++;
        await query(url, 'CREATE TABLE t AS SELECT 1 AS one');
      },
    };
    const databases = await Promise.all([
      testDatabase(template),
      testDatabase(template),
      testDatabase(template),
    ]);
    for (const { url, drop } of databases) {
      expect(await query(url, 'SELECT one FROM t')).toEqual([{ one: 1 }]);
      await drop();
    }
    expect(laid).toBe(1);
  });

  it('gives each caller an empty Redis database of its own, and takes it back', async () => {
    const [one, two] = await Promise.all([testRedis(), testRedis()]);
    expect(one.url).not.toBe(two.url);
    const client = new Redis(one.url);
    await client.set('mine', '1');
    client.disconnect();
    const other = new Redis(two.url);
    expect(await other.dbsize()).toBe(0);
    other.disconnect();
    await Promise.all([one.drop(), two.drop()]);
    const again = await testRedis();
    const fresh = new Redis(again.url);
    expect(await fresh.dbsize()).toBe(0);
    fresh.disconnect();
    await again.drop();
  });

  it('sets the environment of this spec file', async () => {
    const { databaseUrl, redisUrl, drop } = await testEnvironment();
    expect(process.env).toMatchObject({ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl });
    await drop();
    // Another spec file's servers are the same ones.
    expect(await testServices()).not.toMatchObject({ databaseUrl, redisUrl });
  });
});
