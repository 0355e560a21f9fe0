import { AppError } from '#libs/kernel';
import { JobEventFeed, JobRerun } from '#libs/orchestration';
import type { KernelApp, StageWork } from '#libs/testing';
import { expectEventsToTell, Held, SteeredJobs, countedWork } from './toy-jobs.js';

describe('running part of a job again', () => {
  let jobs: SteeredJobs;
  let app: KernelApp;

  beforeAll(async () => {
    jobs = await SteeredJobs.start();
    ({ app } = jobs);
  });
  afterEach(() => (jobs.work = undefined));
  afterAll(() => jobs?.stop());

  const rerun = (id: string, from: string, item: number | null = null) =>
    app.module.get(JobRerun).rerun(app.scope, id, { from, items: item === null ? null : [item] });
  const paintings = async (id: string) =>
    (await jobs.stages(id))
      .filter(({ stage, item }) => stage === 'paint' && item !== null)
      .map(({ output }) => output?.text);
  const completed = async () => {
    const id = await jobs.submit();
    expect(await app.settled(id)).toBe('completed');
    return id;
  };

  it('tells what would run again, and changes nothing', async () => {
    const id = await completed();
    const before = await jobs.stages(id);
    const forecast = await app.module.get(JobRerun).forecast(app.scope, id, { from: 'paint', items: [1] });
    expect(forecast.executions.map(({ stage, item }) => [stage, item])).toEqual(
      expect.arrayContaining([
        ['paint', 1],
        ['join', null],
        ['deliver', null],
      ]),
    );
    expect(forecast).toMatchObject({ state: 'INPUT_SANITIZED', lastCostMicros: 6 });
    expect(forecast.executions).toHaveLength(6);
    expect(await jobs.stages(id)).toEqual(before);
  });

  it('makes one scene and what comes after it again, and keeps the others', async () => {
    const id = await completed();
    await rerun(id, 'paint', 1);
    expect(await app.settled(id)).toBe('completed');
    expect(await paintings(id)).toEqual(['a1', 'b2', 'c1']);
    expect((await jobs.stage(id, 'deliver'))?.output).toMatchObject({ joined: 'a1 b2 c1' });
    expect((await jobs.stage(id, 'side'))?.generation).toBe(1);
    expect(await jobs.view(id)).toMatchObject({
      state: 'DELIVERED',
      error: null,
      progress: 1,
      costMicros: 16,
    });
    const { data, actor } = (await jobs.events(id)).find(({ type }) => type === 'job.rerun')!;
    expect(actor).toBe(app.scope.userId);
    expect(data).toMatchObject({ from: 'paint', items: [1], status: 'processing', state: 'INPUT_SANITIZED' });
  });

  it('expands the list again where it is made again, once more and once more', async () => {
    const id = await completed();
    for (const generation of [2, 3]) {
      await rerun(id, 'prepare');
      expect(await app.settled(id)).toBe('completed');
      expect(await paintings(id)).toEqual(['a', 'b', 'c'].map((word) => `${word}${generation}`));
    }
    expect((await jobs.events(id)).filter(({ type }) => type === 'job.completed')).toHaveLength(3);
  });

  it('goes on from a failure without what had been made', async () => {
    jobs.work = async (execution, input, hooks) => {
      if (execution.stage === 'paint' && execution.item === 1)
        throw new AppError('test.hopeless', 'no', { class: 'input' });
      return countedWork(execution, input, hooks);
    };
    const id = await jobs.submit();
    expect(await app.settled(id)).toBe('failed');
    const done = (await jobs.stages(id)).filter(
      ({ status, stage }) => status === 'succeeded' && stage === 'prepare',
    );
    jobs.work = undefined;
    // From the join on; the paintings that never came to be are made first.
    await rerun(id, 'join');
    expect(await app.settled(id)).toBe('completed');
    expect((await jobs.stage(id, 'prepare'))?.generation).toBe(done[0]?.generation);
    expect((await jobs.stage(id, 'paint', 1))?.generation).toBe(2);
    expect((await jobs.view(id)).error).toBeNull();
  });

  it('never goes past a gate that rejected', async () => {
    const id = await jobs.submit({ words: ['x'], verdict: 'no' });
    expect(await app.settled(id)).toBe('failed');
    await rerun(id, 'deliver');
    expect(await app.settled(id)).toBe('failed');
    expect(await jobs.view(id)).toMatchObject({ state: 'ERROR', error: { code: 'job.rejected' } });
    expect(await jobs.stage(id, 'deliver'))?.toMatchObject({ status: 'cancelled', output: null });
  });

  it.each(['cancelled', 'paused'])(
    'of a job that was %s never takes the late result of the earlier run',
    async (how) => {
      const outcome = jobs.outcome({ stage: 'paint', item: 1, generation: 1 });
      const held = jobs.hold('paint', 1);
      const id = await jobs.submit();
      await held.reached();
      if (how === 'cancelled') await jobs.cancel(id);
      else await jobs.control.pause(app.scope, id);
      await rerun(id, 'paint');
      expect(await app.settled(id)).toBe('completed');
      held.letGo();
      expect(await outcome).toBe('lost');
      expect(await paintings(id)).toEqual(['a2', 'b2', 'c2']);
      expect(
        (await jobs.events(id)).filter(
          ({ type, data }) => type === 'stage.succeeded' && data.stage === 'join',
        ),
      ).toHaveLength(1);
    },
  );

  it('is refused while the job runs', async () => {
    const held = jobs.hold('join');
    const id = await jobs.submit();
    await held.reached();
    await expect(rerun(id, 'join')).rejects.toMatchObject({ code: 'job.not_rerunnable' });
    held.letGo();
    expect(await app.settled(id)).toBe('completed');
  });

  it('shows the whole story to who follows the job from the start', async () => {
    const id = await completed();
    await rerun(id, 'deliver');
    await app.settled(id);
    const types: string[] = [];
    for await (const item of app.module
      .get(JobEventFeed)
      .follow(app.scope, id, 0, new AbortController().signal))
      if ('event' in item) types.push(item.event.type);
    expect(types.filter((type) => type.startsWith('job.'))).toEqual([
      'job.created',
      'job.completed',
      'job.rerun',
      'job.completed',
    ]);
  });

  it('leaves events that tell exactly what the rows say', () => expectEventsToTell(app));

  describe('by a gate that finds it wanting', () => {
    /** Wants these items again until each is of its third run. */
    const critic: StageWork = async (execution, input, hooks) =>
      execution.stage === 'decide' && execution.generation < 3
        ? { verdict: 'again', items: [0, 2] }
        : countedWork(execution, input, hooks);

    it('makes these scenes and what comes after them again, and keeps the others', async () => {
      jobs.work = critic;
      const id = await completed();
      expect(await paintings(id)).toEqual(['a3', 'b1', 'c3']);
      expect((await jobs.stage(id, 'side'))?.generation).toBe(1);
      const reruns = (await jobs.events(id)).filter(({ type }) => type === 'job.rerun');
      expect(reruns).toMatchObject([
        { data: { from: 'paint', items: [0, 2], status: 'processing' } },
        { data: { from: 'paint', items: [0, 2] } },
      ]);
    });

    it('lets a paused job stay paused meanwhile', async () => {
      const held = new Held('decide');
      let judged = false;
      jobs.work = async (execution, input, hooks) => {
        const output = await held.work(execution, input, hooks);
        if (execution.stage !== 'decide' || judged) return output;
        judged = true;
        return { verdict: 'again', items: [1] };
      };
      const id = await jobs.submit();
      await held.reached();
      await jobs.control.pause(app.scope, id);
      held.letGo();
      await jobs.until(async () => (await jobs.stage(id, 'paint', 1))?.generation === 2);
      expect(await jobs.view(id)).toMatchObject({ status: 'paused' });
      await jobs.control.resume(app.scope, id);
      expect(await app.settled(id)).toBe('completed');
      expect(await paintings(id)).toEqual(['a1', 'b2', 'c1']);
    });

    it('leaves events that tell exactly what the rows say', () => expectEventsToTell(app));
  });
});
