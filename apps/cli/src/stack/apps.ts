import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Credentials } from '#client';
import { ChildApp, type ChildEvents } from './child-app.js';

/** Where the compiled applications lie. */
export const APPS_DIR = fileURLToPath(new URL('../../../', import.meta.url));

export interface AppsOptions {
  readonly appsDir: string;
  readonly workers: number;
  readonly port: number;
  readonly logs: string;
  /** What is known before the servers run. */
  readonly env: NodeJS.ProcessEnv;
  readonly events: ChildEvents;
}

/** Connections that PostgreSQL keeps for the rest of the world. */
const SPARE_CONNECTIONS = 20;
const MAX_CONNECTIONS = 200;

export class Apps {
  private constructor(
    readonly api: ChildApp,
    readonly workers: readonly ChildApp[],
    readonly url: string,
  ) {}

  /** Starts the API and its workers; they wait for `complete()`. */
  static launch({ appsDir, workers, port, logs, env, events }: AppsOptions): Apps {
    const poolSize = Math.max(
      2,
      Math.min(10, Math.floor((MAX_CONNECTIONS - SPARE_CONNECTIONS) / (workers + 1))),
    );
    // Whoever presses Ctrl-C waits: what runs is given back soon and goes on at the next start.
    const common = { DATABASE_POOL_SIZE: String(poolSize), ...env, WORKER_DRAIN_SECONDS: '1' };
    const start = (app: 'api' | 'worker', name: string, log: string, more: NodeJS.ProcessEnv = {}) => {
      const file = (end: string) => join(appsDir, app, 'src', end);
      return new ChildApp(
        {
          name,
          main: file('main.js'),
          preload: [file(`${app}.module.js`)],
          env: { ...common, ...more },
          log: join(logs, log),
        },
        events,
      );
    };
    const api = start('api', 'API', 'api.log', { API_HOST: '127.0.0.1', API_PORT: String(port) });
    const numbers = Array.from({ length: workers }, (_, index) => index + 1);
    return new Apps(
      api,
      numbers.map((number) => start('worker', `worker ${number}`, `worker-${number}.log`)),
      `http://127.0.0.1:${port}`,
    );
  }

  /** Gives them the rest of their environment. Returns the first administrator if there was none before. */
  complete(env: NodeJS.ProcessEnv, adminEmail: string): Promise<Credentials | null> {
    const [first, ...others] = this.workers as [ChildApp, ...ChildApp[]];
    for (const app of [this.api, ...others]) app.complete(env);
    return first.completeWithAdmin(env, adminEmail);
  }

  async stop(now = false): Promise<void> {
    await Promise.all(this.all.map((app) => app.stop(now)));
  }

  private get all(): ChildApp[] {
    return [this.api, ...this.workers];
  }
}
