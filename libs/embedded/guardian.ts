/**
 * The process that owns the servers. It is a process group of its own, so a terminal's Ctrl-C does not reach it or its
 * servers, and it stops them when its standard input ends: the system closes that when the parent is gone, however it went.
 */
import { accessSync, constants, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { AppError } from '#libs/kernel';
import { DataDirLock } from './data-dir-lock.js';
import { cacheDir, ephemeralDir, openForPassage, serversDir } from './places.js';
import { startPostgres, type ServerPlace } from './postgres.js';
import type { GuardianOrder, GuardianReport } from './protocol.js';
import { startRedis } from './redis.js';
import type { ServerProcess } from './server-process.js';
import { serverUser, type ServerUser } from './server-user.js';

const report = (message: GuardianReport): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
// A parent that is gone hears nothing more.
process.stdout.on('error', () => undefined);

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

const input = createInterface({ input: process.stdin });
input.once('line', (line) => {
  void serve(JSON.parse(line) as GuardianOrder)
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      report({ type: 'failed', code: error instanceof AppError ? error.code : 'embedded.failed', message });
      process.exitCode = 1;
    })
    .finally(() => process.stdin.destroy());
});
input.once('close', () => stopping.abort());

async function serve(order: GuardianOrder): Promise<void> {
  const ephemeral = order.dataDir === undefined;
  const user = serverUser();
  const dataDir = order.dataDir === undefined ? ephemeralDir(user) : persistentDir(order.dataDir, user);
  const lock = await DataDirLock.take(dataDir, stopping.signal);
  const started: ServerProcess[] = [];
  let servers: string | undefined;
  try {
    report({ type: 'directory', dataDir });
    servers = serversDir(dataDir, user);
    const place: ServerPlace = { servers, dataDir, cache: cacheDir(user), ephemeral, user };
    const lost = (message: string) => {
      report({ type: 'lost', message });
      stopping.abort();
    };
    const { signal } = stopping;
    const keep = async (server: Promise<{ process: ServerProcess; url: string }>) => {
      const { process, url } = await server;
      started.push(process);
      return url;
    };
    const starts = await Promise.allSettled([
      order.postgres ? keep(startPostgres(place, lost, signal)) : undefined,
      order.redis
        ? keep(startRedis(place, lost, signal, (message) => report({ type: 'progress', message })))
        : undefined,
    ]);
    const [databaseUrl, redisUrl] = starts.map((start) => {
      if (start.status === 'rejected') throw start.reason;
      return start.value;
    });
    lock.write({ state: 'ready', databaseUrl, redisUrl });
    report({ type: 'ready', dataDir, databaseUrl, redisUrl });
    await aborted(signal);
  } finally {
    lock.write({ state: 'stopping' });
    await Promise.all(started.map((server) => server.stop()));
    lock.release();
    if (ephemeral) {
      for (const dir of [servers ?? dataDir, dataDir])
        rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

function persistentDir(path: string, user: ServerUser): string {
  try {
    const made = mkdirSync(path, { recursive: true });
    const dir = realpathSync(path);
    accessSync(dir, constants.W_OK | constants.X_OK);
    if (made !== undefined) openForPassage(dir, user);
    return dir;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new AppError(
      'embedded.no_place',
      `Nothing can be written to the data directory ${path} (${code ?? String(cause)}). Set AIPROD_DATA_DIR to another one`,
      { cause },
    );
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
