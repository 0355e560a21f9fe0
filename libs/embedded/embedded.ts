import { spawn, type ChildProcess } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AppError } from '#libs/kernel';
import { guardianState } from './data-dir-lock.js';
import { lastLines } from './processes.js';
import { endLeftover } from './postgres.js';
import type { GuardianOrder, GuardianReport } from './protocol.js';
import { endLeftoverRedis } from './redis.js';

export interface EmbeddedOptions {
  /** Where the data is kept. Not used when `ephemeral`. */
  readonly dataDir?: string;
  /** Quick and without fsync, in a temporary directory that is deleted at the end. */
  readonly ephemeral?: boolean;
  /** Aborting stops a start under way. */
  readonly signal?: AbortSignal;
  /** A server that has its URL here (DATABASE_URL, REDIS_URL) is used and not started. */
  readonly env?: NodeJS.ProcessEnv;
  onProgress?(message: string): void;
  /** The directory is there; the servers are about to start. */
  onDataDir?(dataDir: string): void;
  /** A server died and could not be started again, or its guardian was killed. */
  onLost?(message: string): void;
}

export interface EmbeddedServices {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** The directory of the data: an ephemeral one goes with the servers, and so does whatever else is put there. */
  readonly dataDir: string | undefined;
  stop(): Promise<void>;
}

const GUARDIAN = fileURLToPath(new URL('./guardian.js', import.meta.url));

/**
 * PostgreSQL and Redis for one machine, on free ports of 127.0.0.1. They stop with `stop()` and whenever this process
 * ends, however it ends. @throws AppError `embedded.*`, whose message says what to do
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServices> {
  const { DATABASE_URL, REDIS_URL } = options.env ?? process.env;
  if (DATABASE_URL && REDIS_URL) {
    const { dataDir } = options;
    return { databaseUrl: DATABASE_URL, redisUrl: REDIS_URL, dataDir, stop: () => Promise.resolve() };
  }
  if (!options.ephemeral && options.dataDir === undefined)
    throw new TypeError('dataDir or ephemeral is needed');
  options.signal?.throwIfAborted();

  const guardian = spawn(process.execPath, [GUARDIAN], { detached: true, cwd: '/', stdio: 'pipe' });
  const ended = new Promise<void>((resolve) => guardian.once('close', () => resolve()));
  const stop = async () => {
    guardian.removeAllListeners('exit').ref();
    guardian.stdin.end();
    await ended;
  };
  options.signal?.addEventListener('abort', () => guardian.stdin.end(), { once: true });
  try {
    const order: GuardianOrder = {
      ...(options.ephemeral ? {} : { dataDir: options.dataDir }),
      postgres: !DATABASE_URL,
      redis: !REDIS_URL,
    };
    guardian.stdin.on('error', () => undefined).write(`${JSON.stringify(order)}\n`);
    const ready = await untilReady(guardian, options);
    guardian.once('exit', (code, signal) => {
      // Nobody looks after the servers any more.
      void endServers(ready.dataDir).finally(() =>
        options.onLost?.(`The guardian of PostgreSQL and Redis ended with ${signal ?? `code ${code}`}`),
      );
    });
    releaseEventLoop(guardian);
    return {
      databaseUrl: DATABASE_URL || (ready.databaseUrl as string),
      redisUrl: REDIS_URL || (ready.redisUrl as string),
      dataDir: ready.dataDir,
      stop,
    };
  } catch (error) {
    await stop();
    options.signal?.throwIfAborted();
    throw error;
  }
}

/** The services that another process runs on this data directory. */
export function runningServices(dataDir: string): { databaseUrl?: string; redisUrl?: string } | undefined {
  const state = guardianState(dataDir);
  return state?.state === 'ready' ? state : undefined;
}

function untilReady(guardian: ChildProcess, { onProgress, onDataDir, onLost }: EmbeddedOptions) {
  return new Promise<Extract<GuardianReport, { type: 'ready' }>>((resolve, reject) => {
    let errors = '';
    guardian.stderr?.setEncoding('utf8').on('data', (chunk: string) => (errors = lastLines(errors + chunk)));
    guardian.once('error', reject);
    guardian.once('close', (code, signal) =>
      reject(
        new AppError(
          'embedded.failed',
          `The guardian of PostgreSQL and Redis ended with ${signal ?? `code ${code}`}\n${errors}`,
        ),
      ),
    );
    createInterface({ input: guardian.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const report = JSON.parse(line) as GuardianReport;
      switch (report.type) {
        case 'progress':
          return onProgress?.(report.message);
        case 'directory':
          return onDataDir?.(report.dataDir);
        case 'failed':
          return reject(new AppError(report.code, report.message));
        case 'lost':
          return onLost?.(report.message);
        case 'ready':
          return resolve(report);
      }
    });
  });
}

async function endServers(dataDir: string): Promise<void> {
  const servers = realpathSync(join(dataDir, 'servers'));
  await Promise.all([endLeftover(join(servers, 'postgres')), endLeftoverRedis(join(servers, 'redis'))]);
}

/** A caller that forgets to stop must still be able to end; the guardian then notices. */
function releaseEventLoop(guardian: ChildProcess): void {
  guardian.unref();
  for (const pipe of guardian.stdio) (pipe as unknown as { unref?(): void } | null)?.unref?.();
}
