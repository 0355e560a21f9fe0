import { newId } from '#libs/kernel';
import { JobsService, ReadinessStore, Slots, StallWatch, WakeQueue } from '#libs/orchestration';
import { startKernel, testEnvironment, type KernelApp, type TestEnvironment } from '#libs/testing';
import { plainPipeline } from './plain-pipeline.js';

// Nobody consumes this queue here.
const pipeline = plainPipeline('idle', () => ({ queue: 'provider' }));

describe('readiness by progress', () => {
  let environment: TestEnvironment;
  let app: KernelApp;
  let watch: StallWatch;
  let slots: Slots;

  beforeAll(async () => {
    environment = await testEnvironment();
    process.env.READINESS_STALL_SECONDS = '1';
    app = await startKernel([pipeline], async (_, input) => input);
    watch = app.module.get(StallWatch);
    slots = app.module.get(Slots);
  });
  afterAll(async () => {
    await app.module.close();
    await environment.drop();
  });

  const submit = () => {
    const { tenantId, userId } = app.scope;
    const input = { words: 'hello' };
    return app.module.get(JobsService).submit({ tenantId, userId, pipeline: 'idle', input, priority: 5 });
  };
  const healthy = () => {
    try {
      watch.assertMoving();
      return true;
    } catch {
      return false;
    }
  };
  const until = async (ready: () => boolean | Promise<boolean>) => {
    while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('fails while a stage waits that there is room for, and not when all slots work or the job is gone', async () => {
    const { id } = await submit();
    // Only now, so that the stage is not taken on the way.
    slots.open('provider', 1);
    await until(() => !healthy());
    expect(watch.oldestReadySeconds('provider')).toBeGreaterThan(1);

    expect(slots.tryTake('provider')).toBe(true);
    expect(healthy()).toBe(true);
    await until(() => watch.oldestReadySeconds('provider') > 2.5);
    expect(healthy()).toBe(true);
    slots.giveBack('provider');
    await until(() => !healthy());

    // Sent again it is no younger.
    await app.database.query('UPDATE stage_executions SET dispatched_at = now() WHERE job_id = $1', [id]);
    await watch.look();
    expect(healthy()).toBe(false);

    await app.module.get(JobsService).cancel(app.scope, id);
    await until(healthy);
    expect(watch.oldestReadySeconds('provider')).toBe(0);
  });

  it('knows the age of the oldest message that the relay could not pass on', async () => {
    const readiness = app.module.get(ReadinessStore);
    await until(async () => (await readiness.outboxSeconds()) === 0);
    const queue = app.module.get(WakeQueue);
    const send = queue.send.bind(queue);
    queue.send = () => Promise.reject(new Error('away'));
    await app.database.query(
      "INSERT INTO outbox (tenant_id, queue, priority, message, created_at) VALUES ($1, 'provider', 5, $2, now() - interval '1 minute')",
      [app.scope.tenantId, { v: 1, jobId: newId(), stageId: newId(), dispatch: 0 }],
    );
    expect(await readiness.outboxSeconds()).toBeGreaterThanOrEqual(60);
    queue.send = send;
    await until(async () => (await readiness.outboxSeconds()) === 0);
  });
});
