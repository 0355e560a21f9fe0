import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { crashAt } from './scenarios/crash-points.js';
import { repeatedPosts } from './scenarios/repeated-posts.js';
import { workerKill } from './scenarios/worker-kill.js';

const quiet = () => undefined;

describe('under attack', () => {
  it('every job that was accepted completes while workers and APIs are killed', async () => {
    const outcome = await workerKill.run({ jobs: 30, kills: 5, seed: 7, seconds: 0 }, quiet);
    expect(outcome).toMatchObject({ jobs: 30, completed: 30, kills: 5, staleWritesAccepted: 0 });
    expect(outcome.invariants.filter(({ holds }) => !holds)).toEqual([]);
  }, 100_000);

  it('no job is lost to a crash between a paid call and its record', async () => {
    const outcome = await crashAt('after-call', { jobs: 4, kills: 1, seed: 7, seconds: 0 }, quiet);
    expect(outcome).toMatchObject({ kills: 1, completed: outcome.jobs, extras: { 'after-call': 1 } });
    expect(outcome.invariants.filter(({ holds }) => !holds)).toEqual([]);
  }, 100_000);

  it('a submission that is sent again and again makes one job', async () => {
    const outcome = await repeatedPosts.run({ jobs: 30, kills: 3, seed: 7, seconds: 0 }, quiet);
    expect(outcome).toMatchObject({ jobs: 30, completed: 30, kills: 3 });
    expect(outcome.invariants.filter(({ holds }) => !holds)).toEqual([]);
  }, 100_000);

  it('tells how to use the runner, and what a wrong option should be', async () => {
    const main = fileURLToPath(new URL('./main.js', import.meta.url));
    const run = (...args: string[]) =>
      new Promise<{ code: unknown; output: string }>((resolve) =>
        execFile(process.execPath, [main, ...args], (error, stdout, stderr) =>
          resolve({ code: error?.code ?? 0, output: stdout + stderr }),
        ),
      );
    expect(await run('--help')).toMatchObject({
      code: 0,
      output: expect.stringContaining('Example') as string,
    });
    expect(await run('--scenario', 'nothing')).toMatchObject({ code: 2 });
    expect(await run('--jobs', 'many')).toEqual({ code: 2, output: '--jobs must be a whole number\n' });
  });
});
