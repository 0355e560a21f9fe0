const VIEW = `above_micros AS "aboveMicros", changed_by AS "changedBy", changed_at AS "changedAt"`;

/** $1 tenant. */
export const THRESHOLD_OF = `SELECT ${VIEW} FROM approval_thresholds WHERE tenant_id = $1`;

/** $1 tenant, $2 micro-dollars, $3 actor. */
export const SET_THRESHOLD = `
INSERT INTO approval_thresholds (tenant_id, above_micros, changed_by) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id) DO UPDATE
SET above_micros = excluded.above_micros, changed_by = excluded.changed_by, changed_at = clock_timestamp()
RETURNING ${VIEW}`;

/** $1 tenant. No row: there was none. */
export const REMOVE_THRESHOLD = 'DELETE FROM approval_thresholds WHERE tenant_id = $1 RETURNING tenant_id';

/** Tells in a job's events that nobody has to agree. $1 job, $2 stage execution, $3 token, $4 data. No row: the lease is lost. */
export const LOG_WAIVED = `
WITH job AS (
  UPDATE jobs j SET event_seq = j.event_seq + 1 FROM stage_executions s
  WHERE j.id = $1 AND s.id = $2 AND s.job_id = j.id AND s.lease_token = $3 AND s.status = 'running'
    AND s.lease_until > clock_timestamp()
  RETURNING j.id, j.tenant_id, j.event_seq, s.lease_owner
)
INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
SELECT id, event_seq, tenant_id, 'stage.approval_waived', lease_owner, $4::jsonb FROM job RETURNING seq`;
