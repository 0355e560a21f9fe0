/**
 * Loaded before an application's own main (`node --import`). It loads the application's modules at once and then waits
 * for the parent to send the rest of the environment, so that loading and the servers' start take the same second.
 */
import { isMainThread } from 'node:worker_threads';
import type { Credentials } from '../api/api-types.js';

/** What completes a child. */
export interface Completion {
  readonly env: NodeJS.ProcessEnv;
  /** Add the first administrator, and send them back. One child does it, as it has loaded all that takes; its parent has not. */
  readonly firstAdmin?: string;
}

export interface FirstAdminReport {
  readonly firstAdmin: Credentials | null;
}

/** An application that has not ended by itself this long after its parent vanished is ended. */
const GRACE_MS = 15_000;

async function standBy(): Promise<void> {
  const completion = new Promise<Completion>((resolve) =>
    process.once('message', (message) => resolve(message as Completion)),
  );
  const abandoned = () => process.exit(0);
  process.once('disconnect', abandoned);

  const { AIPROD_PRELOAD: modules = '' } = process.env;
  await Promise.all(modules.split(' ').map((module) => import(module)));
  const { env, firstAdmin } = await completion;
  Object.assign(process.env, env);
  if (firstAdmin !== undefined) {
    const { addFirstAdmin } = await import('./accounts.js');
    const report: FirstAdminReport = {
      firstAdmin: await addFirstAdmin(env.DATABASE_URL as string, firstAdmin),
    };
    process.send?.(report);
  }

  process.off('disconnect', abandoned);
  process.on('disconnect', () => setTimeout(() => process.exit(1), GRACE_MS).unref());
  // Listening must not keep an application alive that has nothing more to do.
  process.channel?.unref();
}

// Threads inherit the flags of their process, and have nobody to wait for.
if (isMainThread) await standBy();
