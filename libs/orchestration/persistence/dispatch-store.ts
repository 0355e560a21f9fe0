import { Injectable } from '@nestjs/common';
import { AuditLog, userActor } from '#libs/auth';
import type { Actor } from '../domain/views.js';
import { acrossTenants, Database } from '#libs/database';

const READ_DISPATCH = `
SELECT d.drained, d.reason, d.changed_by AS "changedBy", d.changed_at AS "changedAt", (
  SELECT count(*)::integer FROM jobs j JOIN stages s ON s.job_id = j.id AND s.status = 'running'
  WHERE j.due_at IS NOT NULL
) AS "runningStages"
FROM dispatch_control d`;

/** $1 drained, $2 reason, $3 actor. */
const SET_DISPATCH = `
UPDATE dispatch_control SET drained = $1, reason = $2, changed_by = $3, changed_at = now()`;

/** In the order in which every statement locks several jobs. */
const LOCK_WAITING_JOBS = `
SELECT id FROM jobs
WHERE status IN ('pending', 'processing') AND admitted_at IS NOT NULL AND due_at IS NOT NULL ORDER BY id FOR NO KEY UPDATE`;

/** Messages that came while dispatch was off were dropped: everything that waits counts as forgotten. $1 jobs. */
const FORGET_MESSAGES = `
WITH forgotten AS (
  UPDATE stage_executions SET dispatched_at = '-infinity' WHERE job_id = ANY ($1::uuid[]) AND status = 'ready'
)
UPDATE jobs SET due_at = now() WHERE id = ANY ($1::uuid[])`;

export interface DispatchState {
  /** Whether nothing new starts in the whole system. */
  drained: boolean;
  reason: string | null;
  /** A user's id; null where nobody has ever changed it. */
  changedBy: string | null;
  changedAt: Date;
  /** What is still running. */
  runningStages: number;
}

/** The switch that stops dispatch for the whole system, so for all tenants. */
@Injectable()
export class DispatchStore {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async read(): Promise<DispatchState> {
    const [state] = await acrossTenants(() => this.database.query<DispatchState>(READ_DISPATCH));
    if (state === undefined) throw new Error('the row of dispatch_control is gone');
    return state;
  }

  /** Where dispatch is switched on again, the sweepers send everything that waits. */
  async set(drained: boolean, reason: string | null, { tenantId, userId }: Actor): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql.query(SET_DISPATCH, [drained, reason, userId]);
      await this.audit.record(sql, {
        tenantId,
        actor: userActor(userId),
        action: drained ? 'dispatch.drained' : 'dispatch.resumed',
        target: null,
        details: { reason },
      });
    });
    if (drained) return;
    // Only jobs of before the switch can have lost a message: a transaction of its own sees all of them.
    await acrossTenants(() =>
      this.database.transaction(async (sql) => {
        const jobs = await sql.query<{ id: string }>(LOCK_WAITING_JOBS);
        await sql.query(FORGET_MESSAGES, [jobs.map(({ id }) => id)]);
      }),
    );
  }
}
