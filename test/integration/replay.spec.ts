import fc from 'fast-check';
import { AppError, seededRandom, type JsonObject } from '#libs/kernel';
import { JobQueries, JobsService, JobVerifier } from '#libs/orchestration';
import { startKernel, testEnvironment, type KernelApp, type TestEnvironment } from '#libs/testing';
import { toyPipeline, toyWork } from './toy-pipeline.js';

const JOBS = 40;

describe('the event log', () => {
  let environment: TestEnvironment;
  let app: KernelApp;

  beforeAll(async () => {
    environment = await testEnvironment();
    Object.assign(process.env, { RETRY_BASE_MS: '10', STAGE_LEASE_MS: '1000', SWEEP_INTERVAL_MS: '100' });
    app = await startKernel([toyPipeline], async (execution, input, hooks) => {
      const fate = execution.job.input.fate as { fails: number; loses: number };
      const random = seededRandom(
        execution.job.seed,
        `${execution.stage} ${execution.item} ${execution.attempt}`,
      );
      if (random.next() < fate.fails) {
        throw new AppError('test.unlucky', 'not this time', { retryable: random.next() < 0.8 });
      }
      if (random.next() < fate.loses) {
        await app.database.query(
          `WITH carried AS (
             UPDATE jobs SET carried_until = now() - interval '1 second', due_at = now() WHERE carried_id = $1
           )
           UPDATE stage_executions SET lease_until = now() - interval '1 second' WHERE id = $1 AND lease_losses = 0`,
          [execution.id],
        );
      }
      return toyWork(execution, input, hooks);
    });
  });
  afterAll(async () => {
    await app.module.close();
    await environment.drop();
  });

  const differences = async () => {
    const found = [];
    for await (const batch of app.module.get(JobVerifier).verify()) found.push(...batch.differences);
    return found;
  };

  /** Each fate is a job: how wide it is, how often its stages fail or lose their lease, what its gate says, and whether it is cancelled. */
  const fates = fc.sample(
    fc.record({
      words: fc.array(fc.constant('word'), { minLength: 1, maxLength: 5 }),
      verdict: fc.constantFrom('yes', 'yes', 'wait', 'no'),
      fails: fc.constantFrom(0, 0.1, 0.3),
      loses: fc.constantFrom(0, 0.1),
      end: fc.constantFrom('run', 'run', 'cancel', 'approve', 'reject'),
    }),
    { numRuns: JOBS, seed: 20_261_121 },
  );

  it('rebuilds every job, whatever has become of it', async () => {
    const jobs = app.module.get(JobsService);
    await Promise.all(
      fates.map(async ({ words, verdict, fails, loses, end }) => {
        const { tenantId, userId } = app.scope;
        const input = { words, verdict, fate: { fails, loses } } as unknown as JsonObject;
        const { id } = await jobs.submit({ tenantId, userId, pipeline: 'toy', input, priority: 5 });
        if (end === 'cancel') await jobs.cancel(app.scope, id).catch(() => undefined);
        if ((await app.settled(id)) !== 'awaiting_approval' || end === 'run') return;
        const decision = end === 'reject' ? 'reject' : 'approve';
        await jobs.decide(app.scope, id, { decision, comment: '' });
        await app.settled(id);
      }),
    );
    expect(await differences()).toEqual([]);
    const { items } = await app.module.get(JobQueries).list(app.scope, { limit: 100 });
    expect(new Set(items.map(({ status }) => status)).size).toBeGreaterThanOrEqual(4);
  }, 60_000);

  it('tells a row that somebody has changed by hand', async () => {
    const [job] = await app.database.query<{ id: string }>(
      "SELECT id FROM jobs WHERE status = 'completed' LIMIT 1",
    );
    await app.database.query("UPDATE jobs SET cost_micros = 5, status = 'failed' WHERE id = $1", [job?.id]);
    await app.database.query(
      "UPDATE stage_executions SET status = 'failed' WHERE job_id = $1 AND stage = 'side'",
      [job?.id],
    );
    expect(await differences()).toEqual([
      { jobId: job?.id, field: 'status', events: 'completed', rows: 'failed' },
      { jobId: job?.id, field: 'costMicros', events: 0, rows: 5 },
      { jobId: job?.id, field: 'side', events: 'succeeded, attempt 1', rows: 'failed, attempt 1' },
    ]);
  });
});
