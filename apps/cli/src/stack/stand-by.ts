/**
 * Loaded before an application's own main (`node --import`). It loads the application's modules at once and then waits
 * for the parent to send the rest of the environment, so that loading and the servers' start take the same second.
 */
import { type Completion, type FirstAdminReport, PRELOAD } from './completion.js';

/** An application that has not ended by itself this long after its parent vanished is ended. */
const GRACE_MS = 15_000;

// Threads and children of the application inherit its options, and so load this file too: it has done its work then.
const modules = process.env[PRELOAD];
delete process.env[PRELOAD];
if (modules !== undefined) await standBy(modules.split(' '));

async function standBy(preload: string[]): Promise<void> {
  const completion = new Promise<Completion>((resolve) =>
    process.once('message', (message) => resolve(message as Completion)),
  );
  const abandoned = () => process.exit(0);
  process.once('disconnect', abandoned);

  await Promise.all(preload.map((module) => import(module)));
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
