import { testDatabase } from './test-database.js';
import { testRedis } from './test-redis.js';

export interface TestEnvironment {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  drop(): Promise<void>;
}

/**
 * A database with the schema and a Redis, both this spec's own and empty, also set as DATABASE_URL and REDIS_URL (Jest
 * gives every spec file its own environment). Call it in `beforeAll`, and `drop()` in `afterAll` once all is closed.
 */
export async function testEnvironment(): Promise<TestEnvironment> {
  const [database, redis] = await Promise.all([testDatabase(), testRedis()]);
  // The Redis for tests keeps nothing.
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_REQUIRE_AOF: 'false',
    SECRETS_KEYS: `test:${Buffer.alloc(32, 'only for tests').toString('base64')}`,
  });
  return {
    databaseUrl: database.url,
    redisUrl: redis.url,
    drop: async () => {
      await Promise.all([database.drop(), redis.drop()]);
    },
  };
}
