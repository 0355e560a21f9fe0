import { storeArtifacts } from './artifacts.sql.js';

/** Puts a failed attempt behind a timer. $1 job, $2 stage, $3 token, $4 delay in ms, $5 error, $6 owner, $7 attempts that do not count. No row: the lease is lost. */
export const RETRY_STAGE = `
WITH job AS (
  SELECT id, event_seq FROM jobs WHERE id = $1 AND status IN ('processing', 'paused', 'awaiting_approval') FOR NO KEY UPDATE
), put_off AS (
  UPDATE stage_executions s
  SET status = 'retrying', run_at = now() + $4 * interval '1 millisecond', error = $5, attempt = s.attempt - $7, lease_owner = NULL, lease_until = NULL
  FROM job
  WHERE s.id = $2 AND s.job_id = job.id AND s.lease_token = $3 AND s.status = 'running'
    AND s.lease_until > clock_timestamp()
  RETURNING s.*
), event AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT p.job_id, job.event_seq + 1, p.tenant_id, 'stage.retrying', $6,
         jsonb_build_object('stage', p.stage, 'item', p.item, 'attempt', p.attempt, 'runAt', p.run_at, 'error', p.error)
  FROM put_off p, job
)
UPDATE jobs j SET event_seq = j.event_seq + 1, due_at = least(j.due_at, p.run_at) FROM put_off p WHERE j.id = p.job_id RETURNING j.id`;

/** Waits for a person: the output is kept, the successors stay where they are. $1 job, $2 stage, $3 token, $4 output, $5 provenance, $6 cost, $7 scores, $8 owner, $9 artifacts. */
export const PARK_STAGE = `
WITH job AS (
  SELECT id, event_seq FROM jobs WHERE id = $1 AND status IN ('processing', 'paused', 'awaiting_approval') FOR NO KEY UPDATE
), parked AS (
  UPDATE stage_executions s
  SET status = 'awaiting_approval', progress = 1, output = $4, provenance = $5, cost_micros = s.cost_micros + $6::bigint,
      lease_owner = NULL, lease_until = NULL
  FROM job
  WHERE s.id = $2 AND s.job_id = job.id AND s.lease_token = $3 AND s.status = 'running'
    AND s.lease_until > clock_timestamp()
  RETURNING s.*
), files AS (${storeArtifacts('parked', '$9')}
), event AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT p.job_id, job.event_seq + 1, p.tenant_id, 'stage.awaiting_approval', $8,
         jsonb_build_object('stage', p.stage, 'costMicros', $6::bigint, 'scores', $7::jsonb, 'approval', $5::jsonb -> 'approval')
  FROM parked p, job
)
UPDATE jobs j
SET status = CASE j.status WHEN 'paused' THEN 'paused' ELSE 'awaiting_approval' END, event_seq = j.event_seq + 1, cost_micros = j.cost_micros + $6::bigint,
    scores = j.scores || coalesce($7::jsonb, '{}')
FROM parked p WHERE j.id = p.job_id RETURNING j.id`;

/**
 * Ends a job early, as failed (state ERROR) or cancelled, and fences off everything of it that still runs.
 * $1 job, $2 `failed` or `cancelled`, $3 error, $4 actor, $5 the stage that failed (or null), $6 its token,
 * $7 whether it failed because its lease ran out once too often.
 * No row: the job had ended already, or the lease is lost.
 */
export const END_JOB = `
WITH job AS (
  SELECT * FROM jobs j
  WHERE j.id = $1 AND j.status IN ('pending', 'processing', 'paused', 'awaiting_approval')
    AND ($5::uuid IS NULL OR EXISTS (
      SELECT 1 FROM stage_executions s
      WHERE s.id = $5::uuid AND (s.status = 'awaiting_approval'
        OR s.status = 'running' AND s.lease_token = $6::bigint AND (s.lease_until > clock_timestamp()) <> $7::boolean)))
  FOR NO KEY UPDATE
), failed AS (
  UPDATE stage_executions s
  SET status = 'failed', error = $3, finished_at = now(), lease_owner = NULL, lease_until = NULL
  FROM job WHERE s.id = $5::uuid AND s.job_id = job.id
    AND (s.status = 'awaiting_approval'
        OR s.status = 'running' AND s.lease_token = $6::bigint AND (s.lease_until > clock_timestamp()) <> $7::boolean)
  RETURNING s.*
), stopped AS (
  UPDATE stage_executions s
  SET status = 'cancelled', lease_token = s.lease_token + 1, lease_owner = NULL, lease_until = NULL, finished_at = now()
  FROM job
  WHERE s.job_id = job.id AND s.id IS DISTINCT FROM $5::uuid AND ($5::uuid IS NULL OR EXISTS (SELECT 1 FROM failed))
    AND s.status IN ('waiting', 'ready', 'running', 'fanned_out', 'retrying', 'awaiting_approval', 'parked')
  RETURNING s.id
), happened AS (
  SELECT 1 AS rank, 'stage.failed' AS type,
         jsonb_build_object('stage', f.stage, 'item', f.item, 'attempt', f.attempt, 'error', $3::jsonb) AS data
  FROM failed f
  UNION ALL
  SELECT 2, 'job.' || $2, jsonb_build_object('error', $3::jsonb, 'state', CASE $2 WHEN 'failed' THEN 'ERROR' END)
  FROM job WHERE $5::uuid IS NULL OR EXISTS (SELECT 1 FROM failed)
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT job.id, job.event_seq + row_number() OVER (ORDER BY h.rank), job.tenant_id, h.type, $4, h.data
  FROM happened h, job
  RETURNING seq
)
UPDATE jobs j
SET status = $2, state = CASE $2 WHEN 'failed' THEN 'ERROR' ELSE j.state END, error = $3, finished_at = now(), due_at = NULL,
    event_seq = (SELECT max(seq) FROM logged)
FROM job
WHERE j.id = job.id AND EXISTS (SELECT 1 FROM logged)
RETURNING j.id`;
