import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { testServices } from './services.js';

export interface TestRedis {
  readonly url: string;
  drop(): Promise<void>;
}

/** A spec that was killed gives its database back after this time. */
const LEASE_SECONDS = 3_600;

/** An empty Redis database (by number) of the caller's own. Database 0 keeps the list of who has which. */
export async function testRedis(): Promise<TestRedis> {
  const { redisUrl } = await testServices();
  const urlOf = (number: number) => Object.assign(new URL(redisUrl), { pathname: `/${number}` }).href;
  const lessee = randomUUID();

  const number = await withClient(urlOf(0), async (client) => {
    const [, count] = (await client.config('GET', 'databases')) as [string, string];
    for (let candidate = 1; candidate < Number(count); candidate++) {
      const key = leaseKey(candidate);
      if ((await client.set(key, lessee, 'EX', LEASE_SECONDS, 'NX')) !== 'OK') continue;
      // Of a Redis that was given, a database with something in it may be somebody's.
      if ((await withClient(urlOf(candidate), (other) => other.dbsize())) === 0) return candidate;
      await client.del(key);
    }
    throw new Error(`All ${count} databases of the Redis for tests are in use`);
  });
  return {
    url: urlOf(number),
    drop: async () => {
      await withClient(urlOf(number), (client) => client.flushdb());
      await withClient(urlOf(0), (client) => client.del(leaseKey(number)));
    },
  };
}

const leaseKey = (number: number) => `aiprod:test:database:${number}`;

async function withClient<T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url);
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}
