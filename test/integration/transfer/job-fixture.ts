import { newId, type JsonValue } from '#libs/kernel';
import type { BlobRef } from '#libs/storage';

export type Insert = (table: string, rows: Record<string, JsonValue>[]) => Promise<unknown>;

interface Surroundings {
  insert: Insert;
  tenantId: string;
  owner: string;
  second: string;
  jobs: string[];
  scheduleId: string;
  film: BlobRef;
}

/** Jobs that have ended, and all that hangs on them. */
export async function fillJobs({
  insert,
  tenantId,
  owner,
  second,
  jobs,
  scheduleId,
  film,
}: Surroundings): Promise<void> {
  const batchId = newId();
  await insert(
    'jobs',
    jobs.map((id, n) => ({
      ...{
        id,
        tenant_id: tenantId,
        created_by: n % 2 ? second : owner,
        pipeline: 'video',
        pipeline_version: 3,
      },
      ...{
        track: 'fast',
        track_reason: 'short',
        input: { n, previous: jobs[n - 1] ?? null, ratio: 0.1 },
        seed: n,
        priority: 5,
      },
      ...{
        status: 'completed',
        state: 'DELIVERED',
        scores: { quality: 0.875 },
        cost_micros: 700,
        budget_micros: 125_000,
      },
      ...{
        error: null,
        event_seq: 2,
        created_at: '2026-01-05T10:00:00.123456Z',
        started_at: '2026-01-05T10:00:01Z',
      },
      ...{ finished_at: '2026-01-05T10:01:00Z', admitted_at: '2026-01-05T10:00:00Z', due_at: null },
      ...{
        schedule_id: n === 0 ? scheduleId : null,
        batch_id: n > 0 ? batchId : null,
        estimate: n % 2 ? { lowMicros: 500, highMicros: 900 } : null,
      },
    })),
  );
  await insert('schedule_ticks', [
    {
      schedule_id: scheduleId,
      tick_at: '2026-01-05T07:00:00Z',
      outcome: 'fired',
      job_id: jobs[0]!,
      skipped_before: null,
      fired_by: 'worker',
      fired_at: '2026-01-05T07:00:01Z',
    },
  ]);
  const stages = jobs.map((jobId, n) => ({
    ...{
      id: newId(),
      tenant_id: tenantId,
      job_id: jobId,
      stage: 'deliver',
      item: null,
      agent: 'Deliverer',
      queue: 'light',
    },
    ...{
      status: 'succeeded',
      pending: 0,
      items: null,
      fans_out: false,
      attempt: 1,
      lease_token: 1,
      lease_losses: 0,
    },
    ...{
      progress: 0.1,
      output: { film, n },
      provenance: { seed: n },
      cost_micros: 700,
      error: null,
      generation: 1,
    },
    ...{
      started_at: '2026-01-05T10:00:01Z',
      finished_at: '2026-01-05T10:01:00Z',
      ready_at: null,
      dispatched_at: '-infinity',
      run_at: null,
    },
  }));
  await insert('stage_executions', stages);
  await insert(
    'job_events',
    jobs.flatMap((jobId, n) => [
      {
        job_id: jobId,
        seq: 1,
        tenant_id: tenantId,
        type: 'job.created',
        actor: second,
        data: {},
        at: '2026-01-05T10:00:00Z',
      },
      {
        job_id: jobId,
        seq: 2,
        tenant_id: tenantId,
        type: 'stage.succeeded',
        actor: 'worker',
        data: { stageId: stages[n]!.id },
        at: '2026-01-05T10:01:00Z',
      },
    ]),
  );
  const effects = jobs.map((jobId, n) => ({
    ...{
      id: newId(),
      tenant_id: tenantId,
      job_id: jobId,
      stage_id: stages[n]!.id,
      generation: 1,
      stage: 'deliver',
      item: null,
    },
    ...{
      key: 'film',
      attempt: 1,
      provider: 'shop',
      operation: 'film',
      request_hash: 'h',
      state: 'settled',
      outcome: null,
    },
    ...{
      external_id: `order-${tenantId}-${n}`,
      result: { film },
      error: null,
      estimated_micros: 900,
      cost_micros: 700,
    },
    ...{
      needs_person: false,
      lease_token: 1,
      created_at: '2026-01-05T10:00:10Z',
      sent_at: '2026-01-05T10:00:10Z',
    },
    ...{ submitted_at: '2026-01-05T10:00:11Z', resolved_at: '2026-01-05T10:00:20Z' },
  }));
  await insert('side_effects', effects);
  await insert(
    'artifacts',
    jobs.map((jobId) => ({
      ...{ id: newId(), tenant_id: tenantId, job_id: jobId, name: 'video.mp4', media_type: film.mediaType },
      ...{ size: film.size, sha256: film.sha256, created_at: '2026-01-05T10:01:00Z' },
    })),
  );
  await insert('manifest_versions', [
    {
      job_id: jobs[0]!,
      version: 1,
      tenant_id: tenantId,
      manifest: { plan: ['a'] },
      author: owner,
      comment: '',
      created_at: '2026-01-05T10:00:05Z',
    },
  ]);
  await insert('manifest_comments', [
    {
      id: newId(),
      job_id: jobs[0]!,
      version: 1,
      tenant_id: tenantId,
      author: second,
      text: 'Lovely',
      created_at: '2026-01-05T10:00:06Z',
    },
  ]);
  await insert(
    'ledger_entries',
    effects.flatMap(({ id, job_id }) => {
      const entry = {
        effect_id: id,
        tenant_id: tenantId,
        user_id: second,
        job_id,
        pipeline: 'video',
        provider: 'shop',
        operation: 'film',
        price_list: '1',
        held_on: '2026-01-05',
        at: '2026-01-05T10:00:10Z',
      };
      return [
        { ...entry, kind: 'hold', account: 'available', amount_micros: -900 },
        { ...entry, kind: 'hold', account: 'held', amount_micros: 900 },
        { ...entry, kind: 'settle', account: 'held', amount_micros: -900 },
        { ...entry, kind: 'settle', account: 'spent', amount_micros: 700 },
        { ...entry, kind: 'settle', account: 'available', amount_micros: 200 },
      ];
    }),
  );
}
