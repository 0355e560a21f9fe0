import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultDataDir, secretFile, startEmbedded } from '#libs/embedded';
import { AppError } from '#libs/kernel';
import { credentials } from './credentials.js';
import { Apps, APPS_DIR } from '../stack/apps.js';
import { ownSecretsKeys } from '../stack/own-secrets.js';
import { checkPort, untilReady } from '../stack/ready.js';
import { aborted, listenForShutdown, Stopped, unlessAborted } from '../stack/shutdown.js';

export interface StartOptions {
  readonly workers: number;
  readonly port: number;
  readonly dataDir?: string;
  readonly adminEmail: string;
}

const randomKey = () => randomBytes(32).toString('base64');
const say = (message: string) => console.error(message);

/** Runs the whole product on this machine until it is told to stop. Returns the exit code. */
export async function start(options: StartOptions): Promise<number> {
  const shutdown = listenForShutdown();
  const { requested: signal } = shutdown;
  await checkPort(options.port);
  const dataDir = options.dataDir === undefined ? defaultDataDir() : resolve(options.dataDir);
  const fail = (message: string) => shutdown.request(new AppError('cli.failed', message));

  say(`Starting on the data in ${dataDir} …`);
  const services = await startEmbedded({ dataDir, signal, onProgress: say, onLost: fail });
  mkdirSync(dataDir, { recursive: true });
  const apps = Apps.launch({
    appsDir: APPS_DIR,
    workers: options.workers,
    port: options.port,
    logs: join(dataDir, 'logs'),
    env: {
      ...process.env,
      ...ownSecretsKeys(dataDir),
      AUDIT_ANCHOR_KEY:
        process.env.AUDIT_ANCHOR_KEY || secretFile(join(dataDir, 'audit-anchor-key'), randomKey),
      STORAGE_DIR: process.env.STORAGE_DIR || join(dataDir, 'storage'),
    },
    events: { say, onFailedStart: fail },
  });
  try {
    const env = { DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl };
    const admin = await unlessAborted(apps.complete(env, options.adminEmail), signal);
    if (admin) console.log(`\nFirst administrator; the password is shown this once.\n${credentials(admin)}`);
    await untilReady(apps, signal);
    await unlessAborted(Promise.all(apps.workers.map((worker) => worker.started)), signal);
    announce(apps, dataDir);
    await aborted(signal);
  } catch (error) {
    // What fails while everything is being stopped, fails for that reason.
    if (!signal.aborted) throw error;
  } finally {
    if (signal.reason instanceof Stopped)
      say(
        '\nStopping; what is not finished in a second goes on at the next start. Ctrl-C again does not wait …',
      );
    await Promise.race([apps.stop(), aborted(shutdown.urgent).then(() => apps.stop(true))]);
    await services.stop();
  }
  if (!(signal.reason instanceof Stopped)) throw signal.reason;
  say('Stopped.');
  return 0;
}

function announce({ url, api, workers }: Apps, dataDir: string): void {
  const rows = [
    ['API', `${url}/v1`],
    ['API docs', `${url}/docs`],
    ['metrics', `${url}/metrics`],
    ['processes', `API ${api.pid}, ${workers.map((worker) => `${worker.name} ${worker.pid}`).join(', ')}`],
    ['data', dataDir],
    ['logs', join(dataDir, 'logs')],
  ] as const;
  const lines = rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`);
  console.log(`\nReady.\n${lines.join('\n')}\n\nStop with Ctrl-C.`);
}
