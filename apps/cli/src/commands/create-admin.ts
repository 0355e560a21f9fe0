import { resolve } from 'node:path';
import { defaultDataDir, runningServices, startEmbedded } from '#libs/embedded';
import { credentials } from './credentials.js';
import { addAdmin } from '../stack/accounts.js';
import { listenForShutdown } from '../stack/shutdown.js';

export interface CreateAdminOptions {
  readonly email: string;
  readonly dataDir?: string;
}

/** Adds an administrator to the database in DATABASE_URL, or to the one on this machine, running or not. */
export async function createAdminCommand({ email, dataDir }: CreateAdminOptions): Promise<number> {
  const dir = dataDir === undefined ? defaultDataDir() : resolve(dataDir);
  const running = process.env.DATABASE_URL || runningServices(dir)?.databaseUrl;
  const { requested: signal } = listenForShutdown();
  const services = running
    ? undefined
    : await startEmbedded({
        dataDir: dir,
        env: { REDIS_URL: 'not needed' },
        signal,
        onProgress: console.error,
      });
  try {
    const admin = await addAdmin(running || (services?.databaseUrl as string), email);
    console.log(`Administrator added; the password is shown this once.\n${credentials(admin)}`);
  } finally {
    await services?.stop();
  }
  return 0;
}
