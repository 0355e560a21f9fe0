import { hashPassword } from '#libs/auth';
import type { Database } from '#libs/database';
import { newId, type JsonValue } from '#libs/kernel';
import type { BlobStore } from '#libs/storage';

export interface TenantFixture {
  tenantId: string;
  users: string[];
  jobs: string[];
}

export const PASSWORD = 'correct horse battery staple';

/** A tenant with something in every table: users, budgets, schedules, and jobs with their stages, events, purchases and films. */
export async function fillTenant(
  database: Database,
  blobs: BlobStore,
  { jobs: count, name = 'Bakery' }: { jobs: number; name?: string },
): Promise<TenantFixture> {
  const tenantId = newId();
  const users = [newId(), newId(), newId()];
  const [owner, second] = users as [string, string];
  const scheduleId = newId();
  const jobs = Array.from({ length: count }, () => newId());
  const passwordHash = await hashPassword(PASSWORD);
  const film = await blobs.putBytes(`film of ${tenantId}`, 'video/mp4');
  const insert = (table: string, rows: Record<string, JsonValue>[]) =>
    database.query(
      `INSERT INTO ${table} (${Object.keys(rows[0]!).join(', ')})
       SELECT ${Object.keys(rows[0]!).join(', ')} FROM jsonb_populate_recordset(NULL::${table}, $1::text::jsonb)`,
      [JSON.stringify(rows)],
    );

  await insert('tenants', [{ id: tenantId, name, created_at: '2026-01-02T03:04:05.678901Z' }]);
  await insert(
    'users',
    users.map((id, index) => ({
      id,
      tenant_id: tenantId,
      email: `user${index}.${tenantId}@example.org`,
      password_hash: passwordHash,
      role: index === 0 ? 'ADMIN' : 'USER',
      disabled_at: index === 2 ? '2026-02-03T00:00:00Z' : null,
      created_at: '2026-01-03T00:00:00Z',
    })),
  );
  const budget = {
    tenant_id: tenantId,
    period: 'day',
    changed_by: owner,
    changed_at: '2026-01-04T00:00:00Z',
  };
  await insert('budgets', [
    { id: newId(), ...budget, scope: 'tenant', user_id: null, limit_micros: 9_000_000 },
    { id: newId(), ...budget, scope: 'user', user_id: second, limit_micros: 1_000_000 },
  ]);
  await insert('spending', [
    {
      scope: 'tenant',
      subject: tenantId,
      period: 'day',
      starts: '2026-01-05',
      tenant_id: tenantId,
      held_micros: 0,
      spent_micros: 700 * count,
    },
    {
      scope: 'user',
      subject: second,
      period: 'day',
      starts: '2026-01-05',
      tenant_id: tenantId,
      held_micros: 0,
      spent_micros: 700 * count,
    },
    ...jobs.map((id) => ({
      scope: 'job',
      subject: id,
      period: 'whole',
      starts: '2000-01-01',
      tenant_id: tenantId,
      held_micros: 0,
      spent_micros: 700,
    })),
  ]);
  await insert('budget_alerts', [
    {
      tenant_id: tenantId,
      scope: 'user',
      subject: second,
      period: 'day',
      starts: '2026-01-05',
      limit_micros: 1_000_000,
      used_micros: 800_000,
      at: '2026-01-05T10:00:00Z',
    },
  ]);
  await insert('schedules', [
    {
      ...{
        id: scheduleId,
        tenant_id: tenantId,
        created_by: owner,
        name: 'daily',
        cron: '0 7 * * *',
        timezone: 'UTC',
      },
      ...{
        pipeline: 'video',
        input: { brief: 'Ünïcode 🎬 "quoted" \\ line\nbreak' },
        priority: 5,
        enabled: true,
      },
      ...{
        disabled_reason: null,
        next_at: '2030-01-01T07:00:00Z',
        created_at: '2026-01-03T00:00:00Z',
        updated_at: '2026-01-03T00:00:00Z',
      },
    },
  ]);
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
  return { tenantId, users, jobs };
}
