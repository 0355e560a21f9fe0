import type { ListDefinition } from '#libs/filters';

/** Rows that the caller may see. $1 tenant, $2 any, $3 user. */
export const VISIBLE = 's.tenant_id = $1 AND ($2 OR s.created_by = $3)';

/** $1 id, $2 tenant, $3 user, $4 name, $5 cron, $6 time zone, $7 pipeline, $8 input, $9 priority, $10 enabled, $11 next tick. */
export const INSERT_SCHEDULE = `
INSERT INTO schedules (id, tenant_id, created_by, name, cron, timezone, pipeline, input, priority, enabled, next_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (tenant_id, name) DO NOTHING RETURNING *`;

/** $1 tenant, $2 any, $3 user, $4 id. */
export const SCHEDULE = `SELECT s.* FROM schedules s WHERE ${VISIBLE} AND s.id = $4`;

/** As above, held until the end of the transaction: a tick that fires meanwhile waits, or has moved on. */
export const LOCK_SCHEDULE = `${SCHEDULE} FOR UPDATE`;

/** Ids begin with the time at which they were made, so that their order is the order of creation. */
export const SCHEDULE_LIST = {
  name: 'schedules',
  table: 'schedules',
  columns: 's.*',
  from: 'schedules s',
  tenant: 's.tenant_id',
  filters: {
    id: { type: 'uuid', column: 's.id' },
    name: { type: 'string', column: 's.name' },
    cron: { type: 'string', column: 's.cron' },
    timezone: { type: 'string', column: 's.timezone' },
    pipeline: { type: 'string', column: 's.pipeline' },
    priority: { type: 'integer', column: 's.priority' },
    enabled: { type: 'boolean', column: 's.enabled' },
    disabledReason: { type: 'string', column: "(s.disabled_reason->>'code')", nullable: true },
    nextAt: { type: 'date', column: 's.next_at', nullable: true },
    createdBy: { type: 'uuid', column: 's.created_by' },
    createdAt: { type: 'date', column: 's.created_at' },
    updatedAt: { type: 'date', column: 's.updated_at' },
  },
  sorts: { createdAt: null, name: { column: 's.name COLLATE "C"', type: 'text' } },
  key: { column: 's.id', type: 'uuid' },
} as const satisfies ListDefinition;

/** $1 id, $2 name, $3 cron, $4 time zone, $5 input, $6 priority, $7 enabled, $8 next tick, $9 reason why it is off. */
export const UPDATE_SCHEDULE = `
UPDATE schedules
SET name = $2, cron = $3, timezone = $4, input = $5, priority = $6, enabled = $7, next_at = $8, disabled_reason = $9,
    updated_at = now()
WHERE id = $1 RETURNING *`;

/** $1 tenant, $2 any, $3 user, $4 id. */
export const DELETE_SCHEDULE = `DELETE FROM schedules s WHERE ${VISIBLE} AND s.id = $4 RETURNING s.id`;

/** $1 schedule, $2 at most so many. */
export const LAST_RUNS = `
SELECT tick_at, outcome, job_id, skipped_before, fired_at FROM schedule_ticks
WHERE schedule_id = $1 ORDER BY tick_at DESC LIMIT $2`;

/** Milliseconds until the next tick of a schedule whose pipeline is among $1; null where none is planned. */
export const NEXT_DUE = `
SELECT extract(epoch FROM min(next_at) - clock_timestamp())::float8 * 1000 AS ms
FROM schedules WHERE enabled AND pipeline = ANY($1)`;

/** Takes a due schedule that no other process has in hand. $1 pipelines, $2 schedules to leave out. */
export const TAKE_DUE = `
SELECT s.*, u.disabled_at IS NOT NULL AS owner_disabled, t.suspended_at IS NOT NULL AS tenant_suspended, clock_timestamp() AS now
FROM schedules s JOIN users u ON u.id = s.created_by JOIN tenants t ON t.id = s.tenant_id
WHERE s.enabled AND s.next_at <= clock_timestamp() AND s.pipeline = ANY($1) AND s.id <> ALL($2::uuid[])
ORDER BY s.next_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED`;

/** $1 schedule, $2 tick, $3 outcome, $4 job, $5 skipped before, $6 by whom. */
export const INSERT_TICK = `
INSERT INTO schedule_ticks (schedule_id, tick_at, outcome, job_id, skipped_before, fired_by) VALUES ($1, $2, $3, $4, $5, $6)`;

/** $1 job, $2 schedule. */
export const MARK_JOB = 'UPDATE jobs SET schedule_id = $2 WHERE id = $1';

/** $1 schedule, $2 next tick. */
export const ADVANCE = 'UPDATE schedules SET next_at = $2 WHERE id = $1';

/** $1 schedule, $2 why. */
export const DISABLE =
  'UPDATE schedules SET enabled = false, next_at = NULL, disabled_reason = $2, updated_at = now() WHERE id = $1';
