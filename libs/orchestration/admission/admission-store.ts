import { Injectable } from '@nestjs/common';
import { AuditLog, userActor } from '#libs/auth';
import { Database, type Sql } from '#libs/database';
import type { JsonObject } from '#libs/kernel';
import type { ReadyStage } from '../domain/execution.js';
import type { Actor } from '../domain/views.js';
import { admissible, type ConcurrencyLimit, type JobOwner } from './limits.js';

// Any constant will do: whoever admits counts first, and must not count beside another.
const ADMISSION_LOCK = 4_711_020_312;
const BATCH = 500;

const LIMITS = `SELECT scope, key, max_jobs AS "maxJobs" FROM concurrency_limits ORDER BY scope, key`;

const PUT_LIMIT = `
INSERT INTO concurrency_limits (scope, key, max_jobs, changed_by) VALUES ($1, $2, $3, $4)
ON CONFLICT (scope, key) DO UPDATE SET max_jobs = excluded.max_jobs, changed_by = excluded.changed_by, changed_at = now()`;

const REMOVE_LIMIT = 'DELETE FROM concurrency_limits WHERE scope = $1 AND key = $2 RETURNING key';

type LimitKey = Pick<ConcurrencyLimit, 'scope' | 'key'>;

const UNDER_WAY = `
SELECT tenant_id AS "tenantId", created_by AS "userId", pipeline, count(*)::integer AS jobs
FROM jobs WHERE due_at IS NOT NULL AND admitted_at IS NOT NULL AND finished_at IS NULL GROUP BY 1, 2, 3`;

/** The most urgent first. $1 at most so many. */
const HELD = `
SELECT id, tenant_id AS "tenantId", created_by AS "userId", pipeline FROM jobs
WHERE status = 'pending' AND admitted_at IS NULL ORDER BY priority DESC, id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED`;

/** $1 jobs, $2 lease in ms. */
const ADMIT = `
WITH admitted AS (
  UPDATE jobs SET admitted_at = now(), due_at = now() + $2 * interval '1 millisecond', event_seq = event_seq + 1
  WHERE id = ANY ($1::uuid[]) AND status = 'pending' AND admitted_at IS NULL
  RETURNING id, tenant_id, priority, event_seq
), readied AS (
  UPDATE stage_executions s SET dispatched_at = now(), ready_at = now()
  FROM admitted j WHERE s.job_id = j.id AND s.status = 'ready'
  RETURNING s.*, j.priority
), sent AS (
  INSERT INTO outbox (tenant_id, queue, priority, message)
  SELECT r.tenant_id, r.queue, r.priority, jsonb_build_object('v', 1, 'jobId', r.job_id, 'stageId', r.id, 'dispatch', r.lease_token)
  FROM readied r ORDER BY r.priority DESC, r.job_id
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT id, event_seq, tenant_id, 'job.admitted', 'admission', '{}'::jsonb FROM admitted
)
SELECT job_id AS "jobId", id AS "stageId", queue FROM readied ORDER BY priority DESC, job_id`;

@Injectable()
export class AdmissionStore {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  limits(): Promise<ConcurrencyLimit[]> {
    return this.database.query<ConcurrencyLimit>(LIMITS);
  }

  put({ scope, key, maxJobs }: ConcurrencyLimit, actor: Actor): Promise<void> {
    return this.database.transaction(async (sql) => {
      await sql.query(PUT_LIMIT, [scope, key, maxJobs, actor.userId]);
      await this.record(sql, actor, 'limit.set', { scope, key }, { maxJobs });
    });
  }

  /** @returns whether there was one */
  remove(limit: LimitKey, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      if ((await sql.query(REMOVE_LIMIT, [limit.scope, limit.key])).length === 0) return false;
      await this.record(sql, actor, 'limit.removed', limit, {});
      return true;
    });
  }

  private record(
    sql: Sql,
    { tenantId, userId }: Actor,
    action: string,
    { scope, key }: LimitKey,
    details: JsonObject,
  ): Promise<void> {
    const target = { type: 'limit', id: `${scope}/${key}` };
    return this.audit.record(sql, { tenantId, actor: userActor(userId), action, target, details });
  }

  /** Lets as many held jobs begin as there is room for. @returns the stages that may run now */
  admit(leaseMs: number): Promise<ReadyStage[]> {
    return this.database.transaction(async (sql) => {
      await sql.query('SELECT pg_advisory_xact_lock($1)', [ADMISSION_LOCK]);
      const held = await sql.query<JobOwner & { id: string }>(HELD, [BATCH]);
      if (held.length === 0) return [];
      const limits = await sql.query<ConcurrencyLimit>(LIMITS);
      const underWay = await sql.query<JobOwner & { jobs: number }>(UNDER_WAY);
      const chosen = admissible(limits, underWay, held).map(({ id }) => id);
      return chosen.length === 0 ? [] : sql.query<ReadyStage>(ADMIT, [chosen, leaseMs]);
    });
  }
}
