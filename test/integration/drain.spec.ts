import { JobsService, StageRunner } from '#libs/orchestration';
import {
  startKernel,
  testEnvironment,
  type KernelApp,
  type StageWork,
  type TestEnvironment,
} from '#libs/testing';
import { plainPipeline } from './plain-pipeline.js';

const pipeline = plainPipeline('slow');

describe('a worker that is told to stop while a stage runs', () => {
  let environment: TestEnvironment;
  let app: KernelApp;
  let begun: PromiseWithResolvers<AbortSignal>;
  let finish: PromiseWithResolvers<void>;

  beforeEach(async () => {
    environment = await testEnvironment();
    begun = Promise.withResolvers();
    finish = Promise.withResolvers();
  });
  afterEach(() => environment.drop());

  const work: StageWork = async (_, input, { signal }) => {
    begun.resolve(signal);
    await Promise.race([
      finish.promise,
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      ),
    ]);
    return input;
  };
  const begin = async (drainSeconds: number) => {
    process.env.WORKER_DRAIN_SECONDS = String(drainSeconds);
    app = await startKernel([pipeline], work);
    const { tenantId, userId } = app.scope;
    const input = { words: 'hello' };
    await app.module.get(JobsService).submit({ tenantId, userId, pipeline: 'slow', input, priority: 5 });
    return begun.promise;
  };
  /** The statuses of the first two stages once the process has ended. */
  const left = async () => {
    const { default: pg } = await import('pg');
    const client = new pg.Client(environment.databaseUrl);
    await client.connect();
    const { rows } = await client.query<{ status: string }>(
      "SELECT status FROM stage_executions WHERE stage IN ('INPUT_SANITIZED', 'AGENTS_EXECUTED') ORDER BY stage <> 'INPUT_SANITIZED'",
    );
    await client.end();
    return rows.map(({ status }) => status);
  };

  it('lets it finish, is not ready meanwhile, and leaves the next stage to others', async () => {
    const signal = await begin(3_600);
    const runner = app.module.get(StageRunner);
    const closed = app.module.close();
    while (!runner.draining.aborted) await new Promise((resolve) => setImmediate(resolve));
    expect(() => runner.assertTaking()).toThrow('shutting down');
    expect(signal.aborted).toBe(false);
    finish.resolve();
    await closed;
    expect(await left()).toEqual(['succeeded', 'ready']);
  });

  it('gives it back when the time is over', async () => {
    const signal = await begin(0);
    await app.module.close();
    expect(signal.aborted).toBe(true);
    expect(await left()).toEqual(['ready']);
  });

  it('gives it back at once when it is told again', async () => {
    const signal = await begin(3_600);
    const runner = app.module.get(StageRunner);
    const closed = app.module.close();
    while (!runner.draining.aborted) await new Promise((resolve) => setImmediate(resolve));
    runner.hurry();
    await closed;
    expect(signal.aborted).toBe(true);
    expect(await left()).toEqual(['ready']);
  });
});
