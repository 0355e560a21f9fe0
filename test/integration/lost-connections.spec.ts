import { NestFactory } from '@nestjs/core';
import { createDataSource, Database, DatabaseConfig, isConnectionError } from '#libs/database';
import { QueueModule, RedisConnections } from '#libs/queue';
import { tcpProxy, testEnvironment, type TcpProxy, type TestEnvironment } from '#libs/testing';

let environment: TestEnvironment;
beforeAll(async () => void (environment = await testEnvironment()));
afterAll(() => environment.drop());

describe('a connection to PostgreSQL that falls silent', () => {
  let proxy: TcpProxy;
  let database: Database;

  beforeEach(async () => {
    proxy = await tcpProxy(environment.databaseUrl);
    const config = DatabaseConfig.fromEnv({
      DATABASE_URL: proxy.url,
      DATABASE_POOL_SIZE: '1',
      DATABASE_STATEMENT_TIMEOUT_MS: '100',
    });
    database = new Database(await createDataSource(config).initialize());
    await database.query('SELECT 1');
  });
  afterEach(async () => {
    await database.dataSource.destroy();
    await proxy.close();
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a query', () => database.query('SELECT 1')],
    ['a transaction', () => database.transaction((sql) => sql.query('SELECT 1'))],
  ])('fails %s in time and is replaced', async (_name, run) => {
    const before = proxy.connections;
    proxy.goSilent();
    const error: unknown = await run().catch((reason: unknown) => reason);
    expect(isConnectionError(error)).toBe(true);
    expect(await database.query('SELECT 2 AS n')).toEqual([{ n: 2 }]);
    expect(proxy.connections).toBe(before + 1);
  });

  it('is not confused with a statement that is wrong', async () => {
    const error: unknown = await database.query('SELECT 1 / 0').catch((reason: unknown) => reason);
    expect(isConnectionError(error)).toBe(false);
  });

  it('is told from a server that is not there', async () => {
    await database.dataSource.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
    await proxy.close();
    const error: unknown = await database.query('SELECT 1').catch((reason: unknown) => reason);
    expect(isConnectionError(error)).toBe(true);
  });
});

describe('Redis at boot', () => {
  const boot = async () => {
    const app = await NestFactory.createApplicationContext(QueueModule.forRoot([]), {
      logger: false,
      abortOnError: false,
    });
    return { app, redis: app.get(RedisConnections) };
  };
  const settings = { ...process.env };
  afterEach(() => {
    process.env.REDIS_URL = environment.redisUrl;
    process.env.REDIS_REQUIRE_AOF = settings.REDIS_REQUIRE_AOF ?? 'false';
  });

  it('is refused without its append-only file, unless that is allowed', async () => {
    process.env.REDIS_REQUIRE_AOF = 'true';
    await expect(boot()).rejects.toThrow(/REDIS_URL can’t be used:\n.*CONFIG SET appendonly yes/);
    process.env.REDIS_REQUIRE_AOF = 'false';
    const { app, redis } = await boot();
    await redis.ping();
    await app.close();
  });

  it('may be away: the process starts, and looks at it once it is back', async () => {
    const proxy = await tcpProxy(environment.redisUrl);
    const { port } = new URL(proxy.url);
    await proxy.close();
    Object.assign(process.env, { REDIS_URL: proxy.url, REDIS_REQUIRE_AOF: 'true' });
    const { app, redis } = await boot();
    await expect(redis.ping()).rejects.toThrow();
    const back = await tcpProxy(environment.redisUrl, Number(port));
    await expect(untilRefused(redis)).resolves.toMatch(/append-only file is off/);
    await app.close();
    await back.close();
  });
});

async function untilRefused(redis: RedisConnections): Promise<string> {
  for (;;) {
    const error: unknown = await redis.ping().catch((reason: unknown) => reason);
    if (error instanceof Error && error.message.includes('REDIS_URL')) return error.message;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
