import type { JsonObject } from '#libs/kernel';
import { ApprovalThresholds, JobQueries, JobsService, JobVerifier } from '#libs/orchestration';
import { startKernel, testEnvironment, type KernelApp, type TestEnvironment } from '#libs/testing';
import { plainPipeline } from './plain-pipeline.js';

const ACTOR = { type: 'system', id: null } as const;

/** Plans at a cost that the input names; the gate at the end may escalate. */
const pipeline = plainPipeline('priced', (state) => ({
  input: { planned: '$job.input.planned', decision: '$job.input.decision' },
  ...(state === 'AGENTS_EXECUTED' && {
    approval: '$job.input.ask',
    approvalAbove: { planned: 'highMicros', threshold: '$job.input.above' },
  }),
  ...(state === 'FINAL_APPROVAL' && { gate: { field: 'decision', waitFor: ['escalate'] } }),
}));

describe('a gate for cost', () => {
  let environment: TestEnvironment;
  let app: KernelApp;

  beforeAll(async () => {
    environment = await testEnvironment();
    app = await startKernel([pipeline], (_, { planned = null, decision = null }) =>
      Promise.resolve({ highMicros: planned, decision }),
    );
  });
  afterAll(async () => {
    await app?.module.close();
    await environment?.drop();
  });

  const run = async (asked: JsonObject) => {
    const input = { planned: null, decision: null, ...asked };
    const { tenantId, userId } = app.scope;
    const jobs = app.module.get(JobsService);
    const { id } = await jobs.submit({ tenantId, userId, pipeline: 'priced', input, priority: 5 });
    const status = await app.settled(id);
    const view = await app.module.get(JobQueries).get(app.scope, id);
    const gate = view.stages.find(({ stage }) => stage === 'AGENTS_EXECUTED');
    const events = await app.database.query<{ type: string; data: JsonObject }>(
      "SELECT type, data FROM job_events WHERE job_id = $1 AND (type LIKE '%waived' OR type LIKE '%awaiting_approval') ORDER BY seq",
      [id],
    );
    return { id, status, approval: gate?.approval, events };
  };
  const approve = async (id: string) => {
    await app.module.get(JobsService).decide(app.scope, id, { decision: 'approve', comment: '' });
    return app.settled(id);
  };

  it('asks a person only about a cost above the preset’s threshold, and tells both', async () => {
    const cheap = await run({ ask: true, above: 500, planned: 500 });
    const weighed = { plannedMicros: 500, aboveMicros: 500, by: 'preset', waived: true };
    expect(cheap).toMatchObject({ status: 'completed', approval: weighed });
    expect(cheap.events).toEqual([
      { type: 'stage.approval_waived', data: { stage: 'AGENTS_EXECUTED', ...weighed } },
    ]);

    const dear = await run({ ask: true, above: 500, planned: 501 });
    const asked = { plannedMicros: 501, aboveMicros: 500, by: 'preset', waived: false };
    expect(dear).toMatchObject({ status: 'awaiting_approval', approval: asked });
    expect(dear.events).toMatchObject([{ type: 'stage.awaiting_approval', data: { approval: asked } }]);
    expect(await approve(dear.id)).toBe('completed');
  });

  it('goes by the tenant’s own threshold, for as long as there is one', async () => {
    const thresholds = app.module.get(ApprovalThresholds);
    const { tenantId } = app.scope;
    await thresholds.set(tenantId, 2_000, ACTOR);
    const own = await run({ ask: true, above: 500, planned: 1_500 });
    expect(own).toMatchObject({ status: 'completed', approval: { aboveMicros: 2_000, by: 'tenant' } });
    await thresholds.set(tenantId, 0, ACTOR);
    expect(await run({ ask: true, above: 500, planned: 1 })).toMatchObject({ status: 'awaiting_approval' });
    await thresholds.remove(tenantId, ACTOR);
    expect(await run({ ask: true, above: 500, planned: 1 })).toMatchObject({ status: 'completed' });
    await expect(thresholds.remove(tenantId, ACTOR)).rejects.toMatchObject({
      code: 'approval_threshold.not_found',
    });
    const acts = await app.database.query(
      "SELECT action FROM audit_events WHERE tenant_id = $1 AND action LIKE 'approval_threshold.%' ORDER BY seq",
      [tenantId],
    );
    expect(acts.map((row) => (row as { action: string }).action)).toEqual([
      'approval_threshold.set',
      'approval_threshold.set',
      'approval_threshold.removed',
    ]);
  });

  it('asks where nothing can be weighed, and nobody where the job does not want it', async () => {
    expect(await run({ ask: true, planned: 1 })).toMatchObject({
      status: 'awaiting_approval',
      approval: null,
    });
    expect(await run({ ask: true, above: 500 })).toMatchObject({ status: 'awaiting_approval' });
    const unasked = await run({ ask: false, above: 0, planned: 9_000 });
    expect(unasked).toMatchObject({ status: 'completed', approval: null, events: [] });
  });

  it('leaves an escalation waiting, however little it cost', async () => {
    const { id, status, events } = await run({ ask: true, above: 500, planned: 1, decision: 'escalate' });
    expect(status).toBe('awaiting_approval');
    expect(events.map(({ type }) => type)).toEqual(['stage.approval_waived', 'stage.awaiting_approval']);
    expect(await approve(id)).toBe('completed');
  });

  it('leaves jobs that can be rebuilt from their events', async () => {
    for await (const { differences } of app.module.get(JobVerifier).verify(null))
      expect(differences).toEqual([]);
  });
});
