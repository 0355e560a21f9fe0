import { hashPassword } from '#libs/auth';
import type { Database } from '#libs/database';
import { newId } from '#libs/kernel';
import type { BlobStore } from '#libs/storage';
import { fillJobs, type Insert } from './job-fixture.js';

export interface TenantFixture {
  tenantId: string;
  users: string[];
  jobs: string[];
}

const PASSWORD = 'correct horse battery staple';

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
  const insert: Insert = (table, rows) =>
    database.query(
      `INSERT INTO ${table} (${Object.keys(rows[0]!).join(', ')})
       SELECT ${Object.keys(rows[0]!).join(', ')} FROM jsonb_populate_recordset(NULL::${table}, $1::text::jsonb)`,
      [JSON.stringify(rows)],
    );

  await insert('tenants', [
    { id: tenantId, name, created_at: '2026-01-02T03:04:05.678901Z', suspended_at: null, operator: false },
  ]);
  await insert('roles', [
    {
      ...{
        tenant_id: tenantId,
        name: 'editor',
        description: 'Edits',
        permissions: ['jobs:read', 'jobs:update'],
      },
      ...{ any_job: true, created_at: '2026-01-02T03:04:06Z', updated_at: '2026-01-02T03:04:06Z' },
    },
  ]);
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
  const spent = (scope: string, subject: string, period: string, starts: string, micros: number) => ({
    ...{ scope, subject, period, starts, tenant_id: tenantId, held_micros: 0, spent_micros: micros },
  });
  await insert('spending', [
    spent('tenant', tenantId, 'day', '2026-01-05', 700 * count),
    spent('tenant', tenantId, 'month', '2026-01-01', 700 * count),
    spent('user', second, 'day', '2026-01-05', 700 * count),
    spent('user', second, 'month', '2026-01-01', 700 * count),
    ...jobs.map((id) => spent('job', id, 'whole', '1970-01-01', 700)),
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
  await fillJobs({ insert, tenantId, owner, second, jobs, scheduleId, film });
  return { tenantId, users, jobs };
}
