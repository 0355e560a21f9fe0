import { hostname } from 'node:os';
import fc from 'fast-check';
import { newId } from '#libs/kernel';
import { type BulkAction, BulkControl, DispatchControl, JobRerun } from '#libs/orchestration';
import type { KernelApp } from '#libs/testing';
import { expectEventsToTell, SteeredJobs, countedWork } from './toy-jobs.js';

describe('steering a job', () => {
  let jobs: SteeredJobs;
  let app: KernelApp;

  beforeAll(async () => {
    jobs = await SteeredJobs.start();
    ({ app } = jobs);
  });
  afterEach(() => (jobs.work = undefined));
  afterAll(() => jobs?.stop());

  describe('pause and resume', () => {
    it('lets what runs finish, starts nothing new, and goes on where it stopped', async () => {
      const held = jobs.hold('join');
      const id = await jobs.submit();
      await held.reached();
      expect(await jobs.control.pause(app.scope, id)).toMatchObject({ status: 'paused' });
      held.letGo();
      await jobs.until(async () => (await jobs.stage(id, 'join'))?.status === 'succeeded');
      expect(await jobs.stage(id, 'check'))?.toMatchObject({ status: 'ready', attempt: 0 });
      expect(await jobs.view(id)).toMatchObject({ status: 'paused', state: 'AGENTS_EXECUTED' });

      await jobs.control.resume(app.scope, id);
      expect(await app.settled(id)).toBe('completed');
      const steered = (await jobs.events(id)).filter(({ type }) => /paused|resumed/.test(type));
      expect(steered.map(({ type, actor }) => [type, actor])).toEqual([
        ['job.paused', app.scope.userId],
        ['job.resumed', app.scope.userId],
      ]);
    });

    it('stops in the middle of a chain, between two stages of one process', async () => {
      const held = jobs.hold('judge');
      const id = await jobs.submit();
      await held.reached();
      await jobs.control.pause(app.scope, id);
      held.letGo();
      await jobs.until(async () => (await jobs.stage(id, 'judge'))?.status === 'succeeded');
      expect((await jobs.stage(id, 'decide'))?.status).toBe('ready');
      await jobs.control.resume(app.scope, id);
      expect(await app.settled(id)).toBe('completed');
      expect((await jobs.stage(id, 'judge'))?.attempt).toBe(1);
      expect((await jobs.stage(id, 'decide'))?.attempt).toBe(1);
    });

    it('is refused where it makes no sense, and changes nothing then', async () => {
      const id = await jobs.submit();
      await app.settled(id);
      const before = await jobs.events(id);
      await expect(jobs.control.pause(app.scope, id)).rejects.toMatchObject({ code: 'job.not_pausable' });
      await expect(jobs.control.resume(app.scope, id)).rejects.toMatchObject({ code: 'job.not_paused' });
      expect(await jobs.events(id)).toEqual(before);
    });

    it('pauses a retry too: it is not tried again before the job is resumed', async () => {
      let tries = 0;
      jobs.work = async (execution, input, hooks) => {
        if (execution.stage === 'join' && ++tries === 1) {
          await jobs.control.pause(app.scope, execution.job.id);
          throw new Error('not this time');
        }
        return countedWork(execution, input, hooks);
      };
      const id = await jobs.submit();
      await jobs.until(async () => (await jobs.stage(id, 'join'))?.status === 'retrying');
      expect((await jobs.view(id)).status).toBe('paused');
      await jobs.control.resume(app.scope, id);
      expect(await app.settled(id)).toBe('completed');
      expect(tries).toBe(2);
    });
  });

  describe('priority', () => {
    it('sends what waits again at its new place, under a token of its own', async () => {
      const held = jobs.hold('prepare');
      const id = await jobs.submit();
      await held.reached();
      await jobs.control.pause(app.scope, id);
      held.letGo();
      await jobs.until(async () => (await jobs.stage(id, 'side'))?.status === 'ready');
      expect(await jobs.control.prioritise(app.scope, id, 9)).toMatchObject({
        priority: 9,
        status: 'paused',
      });
      await jobs.control.resume(app.scope, id);
      expect(await app.settled(id)).toBe('completed');
      expect((await jobs.events(id)).find(({ type }) => type === 'job.reprioritised')?.data).toEqual({
        from: 5,
        priority: 9,
      });
      await expect(jobs.control.prioritise(app.scope, id, 1)).rejects.toMatchObject({
        code: 'job.already_ended',
      });
    });
  });

  describe('draining the system', () => {
    const drain = (drained: boolean) =>
      app.module.get(DispatchControl).set({ drained, reason: drained ? 'upgrade' : null, actor: app.scope });
    afterEach(() => drain(false));

    it('starts nothing new, neither of old jobs nor of new ones, and loses nothing', async () => {
      const held = jobs.hold('join');
      const old = await jobs.submit();
      await held.reached();
      expect(await drain(true)).toMatchObject({
        drained: true,
        reason: 'upgrade',
        changedBy: app.scope.userId,
      });
      expect((await app.module.get(DispatchControl).state()).runningStages).toBeGreaterThanOrEqual(1);
      held.letGo();
      await jobs.until(async () => (await jobs.stage(old, 'join'))?.status === 'succeeded');
      const fresh = await jobs.submit();
      // The messages reach the workers and are dropped there.
      await jobs.until(async () => (await app.database.query('SELECT 1 FROM outbox')).length === 0);
      expect((await jobs.stage(old, 'check'))?.status).toBe('ready');
      expect(await jobs.view(fresh)).toMatchObject({ status: 'pending', startedAt: null });

      expect(await drain(false)).toMatchObject({ drained: false, reason: null });
      expect(await app.settled(old)).toBe('completed');
      expect(await app.settled(fresh)).toBe('completed');
    });
  });

  describe('bulk', () => {
    it('does to each what its status allows, and says why it refuses the others', async () => {
      const createdAfter = new Date().toISOString();
      const done = await jobs.submit();
      await app.settled(done);
      const held = jobs.hold('join');
      const running = await jobs.submit();
      await held.reached();
      const bulk = app.module.get(BulkControl);
      const expected = {
        items: [
          { id: done, outcome: 'refused', code: 'job.not_pausable' },
          { id: running, outcome: 'done' },
        ],
        more: false,
      };
      const filter = { createdAfter, pipeline: 'toy' };
      expect(await bulk.run(app.scope, filter, { action: 'pause' }, true)).toEqual(expected);
      expect((await jobs.view(running)).status).toBe('processing');
      expect(await bulk.run(app.scope, filter, { action: 'pause' }, false)).toEqual(expected);
      expect((await jobs.view(running)).status).toBe('paused');
      held.letGo();

      const act = async (action: BulkAction) => {
        const { items } = await bulk.run(app.scope, filter, action, false);
        return items.map(({ code }) => code);
      };
      expect(await act({ action: 'prioritise', priority: 8 })).toEqual(['job.already_ended', undefined]);
      expect(await act({ action: 'resume' })).toEqual(['job.not_paused', undefined]);
      expect(await app.settled(running)).toBe('completed');
      expect((await jobs.view(running)).priority).toBe(8);
      expect(await act({ action: 'rerun', from: 'deliver' })).toEqual([undefined, undefined]);
      expect(await act({ action: 'rerun', from: 'nowhere' })).not.toContain(undefined);
      await app.settled(running);
      await app.settled(done);
      expect(await act({ action: 'cancel' })).toEqual(['job.already_ended', 'job.already_ended']);
      const stranger = { ...app.scope, userId: newId(), any: false };
      expect(await bulk.run(stranger, filter, { action: 'cancel' }, false)).toEqual({
        items: [],
        more: false,
      });
    });
  });

  describe('the receipt of a cancellation', () => {
    it('names what was running and where, what was spent, and what providers may still charge', async () => {
      const held = jobs.hold('judge');
      const id = await jobs.submit();
      await held.reached();
      await expect(jobs.control.receipt(app.scope, id)).rejects.toMatchObject({ code: 'job.not_cancelled' });
      const judge = await jobs.stage(id, 'judge');
      for (const [key, state] of [
        ['clip', 'submitted'],
        ['take', 'ambiguous'],
        ['still', 'settled'],
      ]) {
        await app.database.query(
          `INSERT INTO side_effects (id, tenant_id, job_id, stage_id, generation, stage, key, attempt, provider, operation,
                                     request_hash, state, external_id, estimated_micros, lease_token)
           VALUES (gen_random_uuid(), $1, $2, $3, 1, 'judge', $4, 1, 'veo', 'video.generate', '', $5, $6, 400000, 1)`,
          [app.scope.tenantId, id, judge?.id, key, state, newId()],
        );
      }
      await jobs.cancel(id);
      held.letGo();
      const receipt = await jobs.control.receipt(app.scope, id);
      expect(receipt).toMatchObject({
        cancelledBy: app.scope.userId,
        spentMicros: 7,
        notRecoverableMicros: 800_000,
      });
      expect(receipt.stopped).toEqual([
        {
          stage: 'judge',
          item: null,
          owner: `${hostname()}:${process.pid}`,
          ranMs: expect.any(Number) as number,
        },
      ]);
      expect(receipt.pendingEffects.map(({ state }) => state)).toEqual(['submitted', 'ambiguous']);
    });

    it('is that of the last one, where the job was run again in between', async () => {
      const first = jobs.hold('judge');
      const id = await jobs.submit();
      await first.reached();
      await jobs.cancel(id);
      first.letGo();
      const second = jobs.hold('check');
      await app.module.get(JobRerun).rerun(app.scope, id, { from: 'check', items: null });
      await second.reached();
      await jobs.cancel(id);
      second.letGo();
      expect((await jobs.control.receipt(app.scope, id)).stopped.map(({ stage }) => stage)).toEqual([
        'check',
      ]);
    });
  });

  it('ends well after any sequence of steering', async () => {
    const step = fc.constantFrom('pause', 'resume', 'cancel', 'low', 'high');
    jobs.work = async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return countedWork(...args);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const id = await jobs.submit();
        const act = {
          pause: () => jobs.control.pause(app.scope, id),
          resume: () => jobs.control.resume(app.scope, id),
          cancel: () => jobs.cancel(id),
          low: () => jobs.control.prioritise(app.scope, id, 0),
          high: () => jobs.control.prioritise(app.scope, id, 9),
        };
        await Promise.all(steps.map((name) => act[name]().catch(expectRefusal)));
        await act.resume().catch(expectRefusal);
        const status = await app.settled(id);
        const rows = await jobs.stages(id);
        const events = await jobs.events(id);
        expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
        expect(events.filter(({ type }) => type === `job.${status}`)).toHaveLength(1);
        if (status === 'completed')
          expect(new Set(rows.map((row) => row.status))).toEqual(new Set(['succeeded']));
        else {
          expect(status).toBe('cancelled');
          expect(steps).toContain('cancel');
          expect(rows.filter((row) => !['succeeded', 'cancelled'].includes(row.status))).toEqual([]);
        }
      }),
      { seed: 20261121, numRuns: 50 },
    );
  });

  it('leaves events that tell exactly what the rows say', () => expectEventsToTell(app));
});

const REFUSALS = ['job.not_pausable', 'job.not_paused', 'job.already_ended'];

function expectRefusal(error: { code?: string }): void {
  if (!REFUSALS.includes(error.code ?? '')) throw error as Error;
}
