#!/usr/bin/env node
import { AppError } from '#libs/kernel';
import { explainProblem } from './api/explain-problem.js';
import { createProgram } from './program.js';
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
  if (error instanceof Stopped) return 'Stopped.';
  // Only now: what they load costs every command a tenth of a second.
  const { ProblemError, SecondFactorRequired } = await import('#client');
  const { ConfigError } = await import('#libs/config');
  if (error instanceof ProblemError) return explainProblem(error);
  if (error instanceof SecondFactorRequired)
    return 'This account asks for a second factor, which a command can’t give: set AIPROD_TOKEN to an API key or an access token instead';
  if (error instanceof AppError || error instanceof ConfigError) return error.message;
  // What fetch throws where nobody answers says so in its cause alone.
  if (error instanceof TypeError && error.cause instanceof Error)
    return `${error.message}: ${error.cause.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
