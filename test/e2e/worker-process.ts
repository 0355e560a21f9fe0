import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { end } from './api-process.js';

const MAIN = fileURLToPath(new URL('../../apps/worker/src/main.js', import.meta.url));

export interface WorkerProcess {
  /** What it has logged. */
  log: string[];
  stop(): Promise<void>;
}

/** A worker as it ships, on the environment's PostgreSQL and Redis. */
export function startWorker(settings: NodeJS.ProcessEnv): WorkerProcess {
  const log: string[] = [];
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      LOG_LEVEL: 'debug',
      WORKER_DRAIN_SECONDS: '0',
      // On a busy machine a slow Redis is not one that is away.
      CACHE_TIMEOUT_MS: '20000',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => log.push(line));
  }
  return {
    log,
    stop: async () => {
      await end(child, () => child.kill('SIGTERM'));
    },
  };
}
