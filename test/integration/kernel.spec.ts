import { AppError, type JsonObject } from '#libs/kernel';
import { JobEventFeed, JobQueries, JobsService, JobVerifier, PipelineRegistry } from '#libs/orchestration';
import {
  startKernel,
  testEnvironment,
  type KernelApp,
  type StageWork,
  type TestEnvironment,
} from '#libs/testing';
import { toyPipeline, toyWork } from './toy-pipeline.js';

describe('the kernel on PostgreSQL and Redis', () => {
  let environment: TestEnvironment;
  let app: KernelApp;
  let override: StageWork | undefined;

  beforeAll(async () => {
    environment = await testEnvironment();
    Object.assign(process.env, { RETRY_BASE_MS: '50', STAGE_LEASE_MS: '1000', SWEEP_INTERVAL_MS: '200' });
    app = await startKernel([toyPipeline], (...args) => (override ?? toyWork)(...args));
  });
  afterEach(() => (override = undefined));
  afterAll(async () => {
    // Whatever the tests above did to them, the jobs' events tell what their rows say.
    for await (const { differences } of app.module.get(JobVerifier).verify()) expect(differences).toEqual([]);
    await app.module.close();
    await environment.drop();
  });

  const submit = (input: JsonObject) => {
    const { tenantId, userId } = app.scope;
    return app.module.get(JobsService).submit({ tenantId, userId, pipeline: 'toy', input, priority: 5 });
  };
  const view = (id: string) => app.module.get(JobQueries).get(app.scope, id);
  const outputs = async (id: string, name: string) =>
    (
      await app.database.query<{ output: JsonObject }>(
        'SELECT output FROM stage_executions WHERE job_id = $1 AND stage = $2 AND output IS NOT NULL ORDER BY item',
        [id, name],
      )
    ).map((row) => row.output);

  it('carries a job through fan-out and join to delivery', async () => {
    const { id } = await submit({ words: ['red', 'green', 'blue'] });
    expect(await app.settled(id)).toBe('completed');
    expect(await outputs(id, 'deliver')).toEqual([{ joined: '*red* *green* *blue*', verdict: 'yes' }]);
    expect(await view(id)).toMatchObject({ state: 'DELIVERED', progress: 1, scores: { technical: 0.9 } });
  });

  it('runs every stage once, and records each milestone in order', async () => {
    const { id } = await submit({ words: ['a', 'b', 'c', 'd', 'e'] });
    await app.settled(id);
    const events = [];
    for await (const item of app.module
      .get(JobEventFeed)
      .follow(app.scope, id, 0, new AbortController().signal)) {
      if ('event' in item) events.push(item.event);
    }
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter((event) => event.type === 'stage.succeeded')).toHaveLength(7 + 5);
    expect(
      events
        .map((event) => event.data.state)
        .filter((state) => typeof state === 'string')
        .slice(1),
    ).toEqual([
      'INPUT_SANITIZED',
      'AGENTS_EXECUTED',
      'QA_TECH',
      'QA_SEMANTIC',
      'FINAL_APPROVAL',
      'DELIVERED',
    ]);
    expect(events.at(-1)?.type).toBe('job.completed');
  });

  it('tries a failed stage again, and gives up on one that no retry can help', async () => {
    let failures = 0;
    override = async (execution, input, hooks) => {
      if (execution.stage === 'join' && failures++ < 2)
        throw new AppError('test.flaky', 'not yet', { retryable: true });
      return toyWork(execution, input, hooks);
    };
    const flaky = await submit({ words: ['x'] });
    expect(await app.settled(flaky.id)).toBe('completed');
    expect(failures).toBe(3);

    override = async (execution, input, hooks) => {
      if (execution.stage === 'join')
        throw new AppError('test.hopeless', 'the words do not fit', { class: 'input' });
      return toyWork(execution, input, hooks);
    };
    const hopeless = await submit({ words: ['x'] });
    expect(await app.settled(hopeless.id)).toBe('failed');
    expect(await view(hopeless.id)).toMatchObject({
      state: 'ERROR',
      error: {
        code: 'test.hopeless',
        class: 'input',
        stage: 'join',
        retryable: false,
        message: 'the words do not fit',
      },
    });
  });

  it('stops the work of a cancelled job, and never overwrites the cancellation', async () => {
    const started = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    override = (execution, input, hooks) => {
      if (execution.stage !== 'join') return toyWork(execution, input, hooks);
      started.resolve();
      // A deaf agent: it notices, but answers with a late success.
      return new Promise((resolve) =>
        hooks.signal.addEventListener('abort', () => {
          aborted.resolve();
          resolve({ text: 'late' });
        }),
      );
    };
    const { id } = await submit({ words: ['x'] });
    await started.promise;
    await app.module.get(JobsService).cancel(app.scope, id);
    await aborted.promise;
    expect(await view(id)).toMatchObject({ status: 'cancelled' });
    expect(await outputs(id, 'join')).toEqual([]);
    await expect(app.module.get(JobsService).cancel(app.scope, id)).rejects.toMatchObject({
      code: 'job.already_ended',
    });
  });

  it('waits for a person where the job asks for it, and then goes on with what the stage had brought', async () => {
    const { id } = await submit({ words: ['x', 'y'], ask: { first: true } });
    expect(await app.settled(id)).toBe('awaiting_approval');
    expect(await outputs(id, 'paint')).toEqual([]);
    await app.module.get(JobsService).decide(app.scope, id, { decision: 'approve', comment: '' });
    expect(await app.settled(id)).toBe('completed');
    expect(await outputs(id, 'paint')).toEqual([{ text: '*x*' }, { text: '*y*' }]);
  });

  it.each([
    ['approve', 'completed'],
    ['reject', 'failed'],
  ] as const)('waits for a person, who may %s', async (decision, status) => {
    const { id } = await submit({ words: ['x'], verdict: 'wait' });
    expect(await app.settled(id)).toBe('awaiting_approval');
    await app.module.get(JobsService).decide(app.scope, id, { decision, comment: 'too loud' });
    expect(await app.settled(id)).toBe(status);
    if (status === 'failed')
      expect((await view(id)).error).toMatchObject({ code: 'job.rejected', message: 'too loud' });
  });

  it('fails a job that the gate rejects, and keeps what was made', async () => {
    const { id } = await submit({ words: ['x'], verdict: 'no' });
    expect(await app.settled(id)).toBe('failed');
    expect(await outputs(id, 'decide')).toHaveLength(1);
    expect((await view(id)).state).toBe('ERROR');
  });

  it('carries on a job that was accepted by a process of before, with rows for all stages from the start', async () => {
    const { stages } = app.module.get(PipelineRegistry).graph('toy', toyPipeline.version, 'only');
    override = async (execution, input, hooks) => {
      const ahead = stages.filter(
        ({ dependencies }) => execution.stage === 'prepare' && dependencies.length > 0,
      );
      for (const { name, agent, queue, dependencies, forEach } of ahead) {
        await app.database.query(
          `INSERT INTO stage_executions (id, tenant_id, job_id, stage, agent, queue, status, pending, fans_out)
           VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, 'waiting', $6, $7)`,
          [
            app.scope.tenantId,
            execution.job.id,
            name,
            agent,
            queue,
            dependencies.length,
            forEach !== undefined,
          ],
        );
      }
      return toyWork(execution, input, hooks);
    };
    const { id } = await submit({ words: ['red', 'green'] });
    expect(await app.settled(id)).toBe('completed');
    expect(await outputs(id, 'deliver')).toEqual([{ joined: '*red* *green*', verdict: 'yes' }]);
    expect((await view(id)).stages.filter(({ item }) => item === null)).toHaveLength(stages.length);
  });

  it('takes over a stage whose worker is gone, and fences off the old one', async () => {
    let runs = 0;
    const released = Promise.withResolvers<void>();
    override = async (execution, input, hooks) => {
      if (execution.stage !== 'join' || runs++ > 0) return toyWork(execution, input, hooks);
      // Another owner by now: the token in the row is no longer the one this run holds.
      await app.database.query(
        "UPDATE stage_executions SET lease_token = lease_token + 1, lease_until = now() - interval '1 second' WHERE id = $1",
        [execution.id],
      );
      await released.promise;
      return { text: 'stale' };
    };
    const { id } = await submit({ words: ['x'] });
    const ended = await app.settled(id);
    released.resolve();
    expect(ended).toBe('completed');
    expect(await outputs(id, 'join')).toEqual([{ text: '*x*', side: 1 }]);
    const [row] = await app.database.query<{ lease_losses: number }>(
      "SELECT lease_losses FROM stage_executions WHERE job_id = $1 AND stage = 'join'",
      [id],
    );
    expect(row).toEqual({ lease_losses: 1 });
  });
});
