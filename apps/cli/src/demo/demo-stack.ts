import { cp } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { AiprodClient, type Credentials } from '#client';
import { type EmbeddedServices, freePort, startEmbedded } from '#libs/embedded';
import { AppError } from '#libs/kernel';
import { newMasterKey } from '#libs/secrets';
import { Apps, APPS_DIR } from '../stack/apps.js';
import { untilReady } from '../stack/ready.js';
import { type Shutdown, unlessAborted } from '../stack/shutdown.js';

/** Enough for an API that is being started again. */
const RETRIES = 6;

/** PostgreSQL, Redis, an API and workers, all in one temporary directory that is deleted at the end. */
export class DemoStack {
  private apps: Apps | undefined;
  private services: EmbeddedServices | undefined;

  constructor(
    private readonly shutdown: Shutdown,
    private readonly say: (message: string) => void,
    private readonly workers = 1,
  ) {}

  /** Returns a client that may do everything. */
  async start(): Promise<AiprodClient> {
    const { requested: signal } = this.shutdown;
    const port = await freePort();
    const services = await startEmbedded({
      ephemeral: true,
      // A demo leaves no traces in a database that is somebody's; Redis only wakes workers.
      env: { REDIS_URL: process.env.REDIS_URL },
      signal,
      onProgress: this.say,
      onLost: this.fail,
      // The applications load while the servers start.
      onDataDir: (dataDir) => (this.apps = this.launch(dataDir, port)),
    });
    this.services = services;
    const apps = this.apps as unknown as Apps;
    const env = { DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl };
    const [admin] = await Promise.all([
      unlessAborted(apps.complete(env, 'demo@example.com'), signal),
      untilReady(apps, signal),
    ]);
    return new AiprodClient({ url: apps.url, access: admin as Credentials, signal, retries: RETRIES });
  }

  async keepLogs(dir: string): Promise<void> {
    if (!this.services?.dataDir) return;
    await cp(join(this.services.dataDir, 'logs'), dir, { recursive: true });
    this.say(`The logs are in ${relative('', dir)}`);
  }

  /** At once: there is nothing to save. */
  async stop(): Promise<void> {
    await this.apps?.stop(true);
    await this.services?.stop();
  }

  private launch(dataDir: string, port: number): Apps {
    return Apps.launch({
      appsDir: APPS_DIR,
      workers: this.workers,
      port,
      logs: join(dataDir, 'logs'),
      env: {
        ...process.env,
        SECRETS_KEYS: newMasterKey(),
        SECRETS_KEYS_FILE: undefined,
        STORAGE_DIR: join(dataDir, 'storage'),
        // Its data is thrown away, so nothing needs to outlive a restart.
        REDIS_REQUIRE_AOF: 'false',
        // A Redis that was given may serve others as well.
        QUEUE_PREFIX: `demo-${process.pid}`,
        LIMITS_ENABLED: 'false',
      },
      events: { say: this.say, onFailedStart: this.fail },
    });
  }

  private readonly fail = (message: string) => this.shutdown.request(new AppError('cli.failed', message));
}
