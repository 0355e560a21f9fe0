import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { runningServices, startEmbedded, type EmbeddedServices } from './embedded.js';
import { isAlive, pidIn } from './processes.js';

const NO_ENV = {};
const HERE = new URL('./embedded.js', import.meta.url).href;

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

const redis = async <T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> => {
  const client = new Redis(url, { retryStrategy: (times) => Math.min(50 * times, 500) });
  client.on('error', () => undefined);
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
};

const until = async (what: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> => {
  for (const deadline = Date.now() + ms; !(await what()); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
  }
};

/** The processes of the servers and of their guardian. */
const processesOf = (dataDir: string): number[] => {
  const servers = realpathSync(join(dataDir, 'servers'));
  const guardian = JSON.parse(readFileSync(join(dataDir, 'guardian.json'), 'utf8')) as { pid: number };
  const pids = [
    guardian.pid,
    pidIn(join(servers, 'postgres', 'postmaster.pid')),
    pidIn(join(servers, 'redis', 'redis.pid')),
  ];
  return pids.map((pid) => pid ?? 0);
};

describe('startEmbedded', () => {
  let dataDir: string;
  const running: EmbeddedServices[] = [];
  const start = async (options: Partial<Parameters<typeof startEmbedded>[0]> = {}) => {
    const services = await startEmbedded({ dataDir, env: NO_ENV, ...options });
    running.push(services);
    return services;
  };

  // Making a database takes its time on a disk, and everybody's user must be able to enter.
  const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  beforeEach(() => {
    dataDir = mkdtempSync(join(parent, 'embedded "here" -'));
    chmodSync(dataDir, 0o711);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((services) => services.stop()));
    const servers = join(dataDir, 'servers');
    if (existsSync(servers)) rmSync(realpathSync(servers), { recursive: true });
    rmSync(dataDir, { recursive: true });
  });

  it('starts nothing when both URLs are given', async () => {
    const env = { DATABASE_URL: 'postgres://elsewhere/db', REDIS_URL: 'redis://elsewhere' };
    expect(await start({ env })).toMatchObject({ databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL });
    expect(existsSync(join(dataDir, 'servers'))).toBe(false);
  });

  it('starts only what has no URL', async () => {
    const services = await start({ ephemeral: true, env: { DATABASE_URL: 'postgres://elsewhere/db' } });
    expect(services.databaseUrl).toBe('postgres://elsewhere/db');
    expect(await redis(services.redisUrl, (client) => client.ping())).toBe('PONG');
    expect(existsSync(join(services.dataDir as string, 'servers', 'postgres'))).toBe(false);
  });

  it('lets an ordinary database owner in by password alone, and nobody without one', async () => {
    const { databaseUrl, redisUrl } = await start({ ephemeral: true });
    const [row] = await query(
      databaseUrl,
      `SELECT usesuper, usecreatedb FROM pg_user WHERE usename = current_user`,
    );
    expect(row).toEqual({ usesuper: false, usecreatedb: true });
    const settings = await query(
      databaseUrl,
      `SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'max_connections', 'unix_socket_directories') ORDER BY 1`,
    );
    expect(settings).toEqual([
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'max_connections', setting: '200' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    const wrong = new URL(databaseUrl);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await expect(redis(redisUrl.replace(/:[^:@]*@/, '@'), (client) => client.get('x'))).rejects.toThrow(
      'NOAUTH',
    );
    expect(await redis(redisUrl, (client) => client.config('GET', 'maxmemory-policy'))).toEqual([
      'maxmemory-policy',
      'noeviction',
    ]);
  });

  it('leaves neither processes nor files of an ephemeral pair', async () => {
    const services = await start({ ephemeral: true });
    const dir = services.dataDir as string;
    const [pids, servers] = [processesOf(dir), realpathSync(join(dir, 'servers'))];
    expect(pids.every(isAlive)).toBe(true);
    await services.stop();
    expect(pids.filter(isAlive)).toEqual([]);
    expect([dir, servers].filter(existsSync)).toEqual([]);
  });

  it('keeps data across starts, and tells other processes where it runs', async () => {
    const first = await start();
    await query(first.databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await redis(first.redisUrl, (client) => client.set('kept', '42'));
    expect(runningServices(dataDir)).toMatchObject({
      databaseUrl: first.databaseUrl,
      redisUrl: first.redisUrl,
    });
    await first.stop();
    expect(runningServices(dataDir)).toBeUndefined();

    const second = await start();
    expect(await query(second.databaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await redis(second.redisUrl, (client) => client.get('kept'))).toBe('42');
    for (const file of ['postgres-password', 'guardian.json']) {
      expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
    }
  });

  it('refuses a data directory that is in use', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ code: 'embedded.in_use' });
  });

  it('takes over at once from an instance that is just stopping', async () => {
    const first = await start();
    const stopped = first.stop();
    const second = await start();
    expect(await query(second.databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stopped;
  });

  it('recovers after everything was killed', async () => {
    const lost: string[] = [];
    const first = await start({ onLost: (message) => lost.push(message) });
    await query(first.databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    for (const pid of processesOf(dataDir)) process.kill(pid, 'SIGKILL');
    await until(() => lost.length > 0);
    const second = await start();
    expect(await query(second.databaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('stops the servers of a guardian that was killed', async () => {
    const lost: string[] = [];
    const first = await start({ onLost: (message) => lost.push(message) });
    const [guardian, ...servers] = processesOf(dataDir);
    process.kill(guardian as number, 'SIGKILL');
    await until(() => lost.length > 0);
    expect(servers.filter(isAlive)).toEqual([]);
    expect(lost).toEqual([expect.stringContaining('SIGKILL')]);
    await first.stop();
  });

  it('starts a killed server again, on the same port and with its data', async () => {
    const { databaseUrl, redisUrl } = await start();
    const [, postgres, redisPid] = processesOf(dataDir);
    await query(databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await redis(redisUrl, (client) => client.set('kept', '42'));
    await sleep(1_100); // Redis flushes its log every second.
    process.kill(postgres as number, 'SIGKILL');
    process.kill(redisPid as number, 'SIGKILL');
    expect(await redis(redisUrl, (client) => client.get('kept'))).toBe('42');
    await until(() =>
      query(databaseUrl, 'SELECT answer FROM kept').then(
        () => true,
        () => false,
      ),
    );
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('stops when its parent gets %s', async (signal) => {
    const parent = await startInAnotherProcess();
    const pids = processesOf(parent.dataDir);
    expect(pids.every(isAlive)).toBe(true);
    parent.process.kill(signal);
    await until(() => !pids.some(isAlive) && !existsSync(parent.dataDir));
  });

  it('stops when its parent dies while it starts', async () => {
    const controller = new AbortController();
    const starting = start({ signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(starting).rejects.toThrow('aborted');
    expect(existsSync(join(dataDir, 'guardian.json'))).toBe(false);
  });
});

async function startInAnotherProcess(): Promise<{ process: ChildProcess; dataDir: string }> {
  const program = `
    const { startEmbedded } = await import(${JSON.stringify(HERE)});
    const { dataDir } = await startEmbedded({ ephemeral: true, env: {} });
    console.log(dataDir);
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const dataDir = await new Promise<string>((resolve) =>
    child.stdout.once('data', (line) => resolve(String(line).trim())),
  );
  return { process: child, dataDir };
}
