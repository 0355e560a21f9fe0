import { Admission, JobQueries, JobsService, JobVerifier } from '#libs/orchestration';
import { startKernel, testEnvironment, type KernelApp, type TestEnvironment } from '#libs/testing';
import { toyPipeline, toyWork } from './toy-pipeline.js';

describe('concurrency limits', () => {
  let environment: TestEnvironment;
  let kernels: KernelApp[];
  let underWay = new Set<string>();
  let most = 0;
  let order: string[] = [];

  beforeAll(async () => {
    environment = await testEnvironment();
    Object.assign(process.env, { SWEEP_INTERVAL_MS: '200' });
    const start = () =>
      startKernel([toyPipeline], async (execution, input, hooks) => {
        const { id } = execution.job;
        if (execution.stage === 'prepare') {
          underWay.add(id);
          order.push(id);
          most = Math.max(most, underWay.size);
        }
        const output = await toyWork(execution, input, hooks);
        if (execution.stage === 'deliver') underWay.delete(id);
        return output;
      });
    kernels = [await start(), await start()];
  });
  beforeEach(() => {
    [underWay, most, order] = [new Set(), 0, []];
  });
  afterAll(async () => {
    for (const { module } of kernels) await module.close();
    await environment.drop();
  });

  const first = () => kernels[0] as KernelApp;
  const admission = () => first().module.get(Admission);
  const submit = async (kernel: KernelApp, priority = 5) => {
    const { tenantId, userId } = first().scope;
    const input = { words: ['a', 'b'] };
    return (
      await kernel.module.get(JobsService).submit({ tenantId, userId, pipeline: 'toy', input, priority })
    ).id;
  };
  const all = (ids: string[]) => Promise.all(ids.map((id) => first().settled(id)));

  it.each(['tenant', 'user', 'pipeline'] as const)(
    'never lets more jobs of a %s be under way than it may have, in any process',
    async (scope) => {
      const { tenantId, userId } = first().scope;
      const key = { tenant: tenantId, user: userId, pipeline: 'toy' }[scope];
      await admission().setLimit({ scope, key, maxJobs: 2 }, first().scope);
      // Another process knows of a new limit a second later.
      await kernels[1]?.database.query('SELECT pg_sleep(1.1)');
      const ids = await Promise.all(
        Array.from({ length: 12 }, (_, n) => submit(kernels[n % 2] as KernelApp)),
      );
      expect(await all(ids)).toEqual(ids.map(() => 'completed'));
      expect(most).toBeLessThanOrEqual(2);
      await admission().removeLimit(scope, key, first().scope);
    },
  );

  it('lets the most urgent begin first, tells the others that they wait, and lets all go when the limit goes', async () => {
    await admission().setLimit({ scope: 'pipeline', key: 'toy', maxJobs: 0 }, first().scope);
    const [low, high, middle] = [
      await submit(first(), 1),
      await submit(first(), 9),
      await submit(first(), 5),
    ];
    const view = (id: string) => first().module.get(JobQueries).get(first().scope, id);
    expect(await view(low)).toMatchObject({
      status: 'pending',
      queuePosition: 2,
      nextAction: expect.stringContaining('limit') as string,
    });
    expect(await view(high)).toMatchObject({ queuePosition: 0 });
    await admission().setLimit({ scope: 'pipeline', key: 'toy', maxJobs: 1 }, first().scope);
    await all([low, high, middle]);
    expect(order).toEqual([high, middle, low]);

    await admission().setLimit({ scope: 'pipeline', key: 'toy', maxJobs: 0 }, first().scope);
    const held = await submit(first());
    await admission().removeLimit('pipeline', 'toy', first().scope);
    expect(await first().settled(held)).toBe('completed');
    for await (const { differences } of first().module.get(JobVerifier).verify())
      expect(differences).toEqual([]);
  });

  it('names what is wrong with a limit', async () => {
    await expect(
      admission().setLimit({ scope: 'pipeline', key: 'movies', maxJobs: 1 }, first().scope),
    ).rejects.toMatchObject({ fields: [{ path: 'key', message: 'must be one of toy' }] });
    await expect(admission().removeLimit('pipeline', 'toy', first().scope)).rejects.toMatchObject({
      code: 'limit.not_found',
    });
  });
});
