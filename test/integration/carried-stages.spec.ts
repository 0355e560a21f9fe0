import { AppError } from '#libs/kernel';
import { JobControl } from '#libs/orchestration';
import type { KernelApp } from '#libs/testing';
import { plainPipeline } from './plain-pipeline.js';
import { countedWork, expectEventsToTell, SteeredJobs } from './toy-jobs.js';

/** One stage after another: the first is begun as the job is accepted, and each of the others follows straight on. */
describe('a stage that its job carries', () => {
  let jobs: SteeredJobs;
  let app: KernelApp;

  // No heartbeat comes while a test looks: it would give the stage a row.
  beforeAll(async () => {
    jobs = await SteeredJobs.start({ leaseMs: 60_000, pipeline: plainPipeline('line') });
    ({ app } = jobs);
  });
  afterEach(() => (jobs.work = undefined));
  afterAll(() => jobs?.stop());

  const shown = async (id: string, stage: string) =>
    (await jobs.view(id)).stages.find((row) => row.stage === stage);

  it.each(['INPUT_SANITIZED', 'QA_TECH'])(
    'is shown like any other while it runs, and has a row once it is done: %s',
    async (stage) => {
      const held = jobs.hold(stage);
      const id = await jobs.submit();
      await held.reached();
      expect(await jobs.stage(id, stage)).toBeUndefined();
      const running = { status: 'running', attempt: 1, progress: 0, finishedAt: null, agent: 'test' };
      const before = await shown(id, stage);
      expect(before).toMatchObject({ ...running, startedAt: expect.any(String) as string });
      expect(await jobs.view(id)).toMatchObject({ status: 'processing' });
      await expectEventsToTell(app);

      held.letGo();
      expect(await app.settled(id)).toBe('completed');
      expect(await jobs.stage(id, stage)).toMatchObject({ status: 'succeeded', attempt: 1, generation: 1 });
      expect((await shown(id, stage))?.startedAt).toBe(before?.startedAt);
      await expectEventsToTell(app);
    },
  );

  it('is stopped by a cancellation, whose receipt names it', async () => {
    const held = jobs.hold('QA_TECH');
    const outcome = jobs.outcome({ stage: 'QA_TECH', item: null, generation: 1 });
    const id = await jobs.submit();
    await held.reached();
    await jobs.cancel(id);
    const { stopped } = await app.module.get(JobControl).receipt(app.scope, id);
    expect(stopped).toEqual([
      {
        stage: 'QA_TECH',
        item: null,
        owner: expect.stringContaining(':') as string,
        ranMs: expect.any(Number) as number,
      },
    ]);
    held.letGo();
    expect(await outcome).toBe('lost');
    expect(await jobs.stage(id, 'QA_TECH')).toMatchObject({ status: 'cancelled', output: null });
    expect(await jobs.view(id)).toMatchObject({ status: 'cancelled' });
  });

  it('goes to another process when its own is gone, and the late result is dropped', async () => {
    const held = jobs.hold('QA_TECH');
    const outcome = jobs.outcome({ stage: 'QA_TECH', item: null, generation: 1 });
    const id = await jobs.submit();
    await held.reached();
    await app.database.query(
      "UPDATE jobs SET carried_until = now() - interval '1 second', due_at = now() WHERE id = $1",
      [id],
    );
    expect(await app.settled(id)).toBe('completed');
    held.letGo();
    expect(await outcome).toBe('lost');
    expect(await jobs.stage(id, 'QA_TECH')).toMatchObject({
      status: 'succeeded',
      attempt: 1,
      lease_losses: 1,
    });
    await expectEventsToTell(app);
  });

  it('brings nothing once its lease is over, though nobody has taken it yet', async () => {
    const held = jobs.hold('QA_TECH');
    const outcome = jobs.outcome({ stage: 'QA_TECH', item: null, generation: 1 });
    const id = await jobs.submit();
    await held.reached();
    await app.database.query("UPDATE jobs SET carried_until = now() - interval '1 second' WHERE id = $1", [
      id,
    ]);
    held.letGo();
    expect(await outcome).toBe('lost');
    expect(await shown(id, 'QA_TECH')).toMatchObject({ status: 'running' });
    await app.database.query('UPDATE jobs SET due_at = now() WHERE id = $1', [id]);
    expect(await app.settled(id)).toBe('completed');
    expect(await jobs.stage(id, 'QA_TECH')).toMatchObject({ attempt: 1, lease_losses: 1 });
  });

  it('can fail, and is tried again', async () => {
    let failed = false;
    jobs.work = (execution, input, hooks) => {
      if (execution.stage !== 'QA_TECH' || failed) return countedWork(execution, input, hooks);
      failed = true;
      throw new AppError('test.unlucky', 'not this time', { retryable: true });
    };
    const id = await jobs.submit();
    expect(await app.settled(id)).toBe('completed');
    expect(await jobs.stage(id, 'QA_TECH')).toMatchObject({ status: 'succeeded', attempt: 2 });
    await expectEventsToTell(app);
  });

  it('keeps its lease where a pause, a resumption and a change of priority in one moment give it a row', async () => {
    const held = jobs.hold('QA_TECH');
    const id = await jobs.submit();
    await held.reached();
    await jobs.control.pause(app.scope, id);
    await Promise.all([
      jobs.control.resume(app.scope, id),
      jobs.control.prioritise(app.scope, id, 9),
      jobs.control.prioritise(app.scope, id, 8),
    ]);
    expect(await jobs.stage(id, 'QA_TECH')).toMatchObject({ status: 'running', lease_token: 1 });
    held.letGo();
    expect(await app.settled(id)).toBe('completed');
    expect(await jobs.stage(id, 'QA_TECH')).toMatchObject({ attempt: 1, lease_token: 1 });
    await expectEventsToTell(app);
  });
});
