/** Where dispatch is switched off for the whole system, nothing new starts. */
export const NOT_DRAINED = `NOT (SELECT drained FROM dispatch_control)`;

/**
 * Whether a job of a group has one of these statuses. Written so that no index on the status fits: rows must be found by their key, in
 * the order of the parameters, or two groups could wait for each other (and while the table is empty, the planner likes the other one).
 */
export const hasStatus = (...statuses: string[]): string =>
  `(${statuses.map((status) => `j.status IS NOT DISTINCT FROM '${status}'`).join(' OR ')})`;

/**
 * Takes a ready stage under a new lease. The job row is locked first here and in every other statement of this folder,
 * so that two of them can never wait for each other.
 * $1 job, $2 stage execution, $3 owner, $4 lease in ms. No row: somebody else has it, or the job is not running.
 */
export const CLAIM_STAGE = `
WITH job AS (
  SELECT id, event_seq FROM jobs
  WHERE id = $1 AND status IN ('pending', 'processing') AND ${NOT_DRAINED} FOR NO KEY UPDATE
), claimed AS (
  UPDATE stage_executions s
  SET status = 'running', lease_token = s.lease_token + 1, lease_owner = $3,
      lease_until = clock_timestamp() + $4 * interval '1 millisecond', attempt = s.attempt + 1, progress = 0,
      started_at = coalesce(s.started_at, now()), run_at = NULL
  FROM job
  WHERE s.id = $2 AND s.job_id = job.id AND s.status = 'ready'
  RETURNING s.*
), event AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT c.job_id, job.event_seq + 1, c.tenant_id, 'stage.started', $3,
         jsonb_build_object('stage', c.stage, 'item', c.item, 'agent', c.agent, 'attempt', c.attempt)
  FROM claimed c, job
), moved AS (
  UPDATE jobs j
  SET status = 'processing', started_at = coalesce(j.started_at, now()), event_seq = j.event_seq + 1,
      due_at = least(j.due_at, now() + $4 * interval '1 millisecond')
  FROM claimed c WHERE j.id = c.job_id
  RETURNING j.*
)
SELECT c.*, to_jsonb(m) AS job FROM claimed c, moved m`;

/**
 * CLAIM_STAGE for many jobs at once, without its care: where somebody else took a stage between looking and locking, the
 * statement fails by a division by zero, and each must be claimed alone.
 * $1 jobs in ascending order, $2 stage executions, $3 owner, $4 lease in ms.
 */
export const CLAIM_STAGES = `
WITH wanted AS (
  SELECT w.job_id, w.stage_id FROM unnest($1::uuid[], $2::uuid[]) AS w (job_id, stage_id)
  JOIN stage_executions s ON s.id = w.stage_id AND s.job_id = w.job_id AND s.status = 'ready'
), moved AS (
  UPDATE jobs j
  SET status = 'processing', started_at = coalesce(j.started_at, now()), event_seq = j.event_seq + 1,
      due_at = least(j.due_at, now() + $4 * interval '1 millisecond')
  FROM wanted w
  WHERE j.id = w.job_id AND ${hasStatus('pending', 'processing')} AND ${NOT_DRAINED}
  RETURNING j.*, w.stage_id
), claimed AS (
  UPDATE stage_executions s
  SET status = 'running', lease_token = s.lease_token + 1, lease_owner = $3,
      lease_until = clock_timestamp() + $4 * interval '1 millisecond', attempt = s.attempt + 1, progress = 0,
      started_at = coalesce(s.started_at, now()), run_at = NULL
  FROM moved m
  WHERE s.id = m.stage_id AND s.status = 'ready'
  RETURNING s.id, s.stage, s.item, s.agent, s.attempt, s.generation, s.lease_token, m.id AS job_id, m.tenant_id, m.event_seq,
            m.pipeline, m.pipeline_version, m.track, m.track_reason, m.input, m.seed, m.priority, m.cost_micros, m.budget_micros
), event AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT c.job_id, c.event_seq, c.tenant_id, 'stage.started', $3,
         jsonb_build_object('stage', c.stage, 'item', c.item, 'agent', c.agent, 'attempt', c.attempt)
  FROM claimed c
)
SELECT c.*, undisturbed.yes
FROM (SELECT 1 / (count(*) = (SELECT count(*) FROM moved))::integer AS yes FROM claimed) undisturbed
LEFT JOIN claimed c ON true`;

/**
 * Renews leases in one round trip. $1 stage ids in the order of their jobs, $2 tokens, $3 progress, $4 lease in ms.
 * A lease that is not returned is lost.
 */
export const RENEW_LEASES = `
UPDATE stage_executions s
SET lease_until = clock_timestamp() + $4 * interval '1 millisecond', progress = greatest(s.progress, held.progress)
FROM unnest($1::uuid[], $2::bigint[], $3::real[]) AS held (id, token, progress)
WHERE s.id = held.id AND s.lease_token = held.token AND s.status = 'running' AND s.lease_until > clock_timestamp()
RETURNING s.id`;

/** Gives a stage back unharmed, for another process to take: the attempt does not count. $1 job, $2 stage, $3 token. */
export const RELEASE_STAGE = `
WITH job AS (
  SELECT id, event_seq, priority FROM jobs WHERE id = $1 FOR NO KEY UPDATE
), released AS (
  UPDATE stage_executions s
  SET status = 'ready', attempt = s.attempt - 1, lease_owner = NULL, lease_until = NULL, dispatched_at = now(), ready_at = now()
  FROM job
  WHERE s.id = $2 AND s.job_id = job.id AND s.lease_token = $3 AND s.status = 'running' AND s.lease_until > clock_timestamp()
  RETURNING s.*
), event AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT r.job_id, job.event_seq + 1, r.tenant_id, 'stage.released', 'worker',
         jsonb_build_object('stage', r.stage, 'item', r.item, 'attempt', r.attempt)
  FROM released r, job
), moved AS (
  UPDATE jobs j SET event_seq = j.event_seq + 1 FROM released r WHERE j.id = r.job_id
)
INSERT INTO outbox (tenant_id, queue, priority, message)
SELECT r.tenant_id, r.queue, job.priority,
       jsonb_build_object('v', 1, 'jobId', r.job_id, 'stageId', r.id, 'dispatch', r.lease_token)
FROM released r, job`;
