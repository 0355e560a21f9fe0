#!/usr/bin/env node
import { AppError } from '#libs/kernel';
import { createProgram } from './program.js';
import { ProblemError } from './api/api-client.js';
import { Stopped } from './stack/shutdown.js';

const OLDEST_NODE = 22;

try {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    const hint = 'the npm scripts use the one that is installed with the project: npm run demo, npm start';
    throw new AppError('cli.old_node', `This is Node ${process.versions.node}, which is too old; ${hint}`);
  }
  // Loaded where a setting names a secret manager's secret, since it costs every command a tenth of a second.
  if (Object.values(process.env).some((value) => /^(vault|gcp):/.test(value ?? '')))
    await (await import('#libs/secrets')).resolveSettings();
  await createProgram((code) => (process.exitCode = code)).parseAsync();
} catch (error) {
  process.exitCode = error instanceof Stopped ? error.exitCode : 1;
  console.error(await explain(error));
}
// What is still open, a half-read answer say, is of no more use.
process.exit();

async function explain(error: unknown): Promise<string> {
  if (error instanceof ProblemError) return error.explain();
  if (error instanceof Stopped) return 'Stopped.';
  // Only now: what it loads costs every command a tenth of a second.
  const { ConfigError } = await import('#libs/config');
  if (error instanceof AppError || error instanceof ConfigError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
