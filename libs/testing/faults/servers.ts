import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  asServerUser,
  cacheDir,
  freePort,
  openLog,
  postgresBinaries,
  randomSecret,
  redisBinary,
  serverUser,
  startEmbedded,
} from '#libs/embedded';

/** A database server that a scenario may kill and start again on the same port and data. */
export interface KillableServer {
  readonly port: number;
  readonly url: string;
  kill(signal: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
}

export interface KillableServers {
  readonly postgres: KillableServer;
  readonly redis: KillableServer & { deleteData(): void };
  stop(): Promise<void>;
}

const READY_MS = 60_000;

/** PostgreSQL with fsync and Redis with its append-only file, on loopback, with their data below `dir`. */
export async function startServers(dir: string): Promise<KillableServers> {
  chmodSync(dir, 0o711);
  const user = serverUser();
  const cache = cacheDir(user);
  const binaries = await postgresBinaries(cache, user);
  const signal = AbortSignal.timeout(READY_MS);
  const redis = await redisBinary({ cache, user, signal, onProgress: () => undefined });
  // The application's own embedded servers lay the cluster; from here on nobody else restarts what a scenario kills.
  const laid = await startEmbedded({ dataDir: dir, env: {} });
  const databaseUrl = new URL(laid.databaseUrl);
  await laid.stop();

  const postgresPort = await freePort();
  databaseUrl.port = String(postgresPort);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
  ];
  const postgres = new ServerHandle(postgresPort, databaseUrl.href, () =>
    spawn(
      binaries.postgres,
      [
        '-D',
        join(dir, 'servers/postgres'),
        '-p',
        String(postgresPort),
        ...settings.flatMap((s) => ['-c', s]),
      ],
      { ...asServerUser(user), stdio: ['ignore', logIn(dir, 'postgres'), logIn(dir, 'postgres')] },
    ),
  );
  const redisDir = join(dir, 'servers/redis');
  const redisPort = await freePort();
  const password = randomSecret();
  const configuration = [
    'bind 127.0.0.1',
    `port ${redisPort}`,
    `requirepass ${password}`,
    `dir ${redisDir}`,
    'maxmemory-policy noeviction',
    'save ""',
    'appendonly yes',
    'appendfsync everysec',
  ];
  const redisServer = new ServerHandle(redisPort, `redis://:${password}@127.0.0.1:${redisPort}/0`, () => {
    const child = spawn(redis.program, ['-'], {
      ...asServerUser(user, redis.env),
      stdio: ['pipe', logIn(dir, 'redis'), logIn(dir, 'redis')],
    });
    child.stdin?.on('error', () => undefined).end(`${configuration.join('\n')}\n`);
    return child;
  });
  await Promise.all([postgres.start(), redisServer.start()]);
  return {
    postgres,
    redis: Object.assign(redisServer, {
      deleteData: () => rmSync(join(redisDir, 'appendonlydir'), { recursive: true, force: true }),
    }),
    stop: async () => {
      await Promise.all([postgres.kill('SIGQUIT'), redisServer.kill('SIGKILL')]);
    },
  };
}

class ServerHandle implements KillableServer {
  private child: ChildProcess | undefined;

  constructor(
    readonly port: number,
    readonly url: string,
    private readonly launch: () => ChildProcess,
  ) {}

  /** Waits until the port answers; a PostgreSQL that was killed needs a moment until its memory is free again. */
  async start(): Promise<void> {
    for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await sleep(50)) {
      if (this.child === undefined || this.child.exitCode !== null || this.child.signalCode !== null)
        this.child = this.launch();
      if (await accepts(this.port)) return;
    }
    throw new Error(`The server on port ${this.port} did not start within ${READY_MS / 1_000} s`);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function logIn(dir: string, name: string): number {
  mkdirSync(join(dir, 'logs'), { recursive: true });
  return openLog(join(dir, 'logs', `${name}.log`));
}
