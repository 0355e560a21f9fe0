import { WRITTEN_DOWN } from './carried.sql.js';

/**
 * Locks a job, and gives the stage that it carries a row. Statements that change its stages run after it, in the same transaction: each
 * then sees what whoever held the lock before has committed.
 */
export const LOCK_JOB = `
WITH job AS (
  SELECT * FROM jobs WHERE id = $1 FOR NO KEY UPDATE
), ${WRITTEN_DOWN}
SELECT id, status, pipeline, pipeline_version, track FROM job`;

/** Lets nothing new of a job start; what runs goes on. $1 job, $2 actor. No row: it is neither pending nor processing. */
export const PAUSE_JOB = `
WITH job AS (
  SELECT id, tenant_id, event_seq FROM jobs WHERE id = $1 AND status IN ('pending', 'processing') FOR NO KEY UPDATE
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT id, event_seq + 1, tenant_id, 'job.paused', $2, '{}'::jsonb FROM job
)
UPDATE jobs j SET status = 'paused', event_seq = j.event_seq + 1 FROM job WHERE j.id = job.id RETURNING j.id`;

/**
 * Sends ready stages again. The queue drops a message with an id that it knows (stage and token), so the token goes up:
 * nobody holds one for a stage that is only ready.
 */
export const resend = (condition: string): string => `
resent AS (
  UPDATE stage_executions s
  SET lease_token = s.lease_token + 1, dispatched_at = now()
  FROM job
  WHERE s.job_id = job.id AND s.status = 'ready' AND job.admitted_at IS NOT NULL AND ${condition}
  RETURNING s.*
), sent AS (
  INSERT INTO outbox (tenant_id, queue, priority, message)
  SELECT r.tenant_id, r.queue, job.priority,
         jsonb_build_object('v', 1, 'jobId', r.job_id, 'stageId', r.id, 'dispatch', r.lease_token)
  FROM resent r, job
  ORDER BY r.stage, r.item
)`;

export const RESENT = `(SELECT coalesce(jsonb_agg(jsonb_build_object('jobId', r.job_id, 'stageId', r.id, 'queue', r.queue)), '[]')
        FROM resent r) AS readied`;

/** What a job of `jobs` goes on as: one of which nothing has ever run is as good as new, and a question to a person still stands. */
export const GOES_ON_AS = `CASE
  WHEN started_at IS NULL THEN 'pending'
  WHEN EXISTS (SELECT 1 FROM stage_executions s WHERE s.job_id = jobs.id AND s.status IN ('awaiting_approval', 'parked'))
    THEN 'awaiting_approval'
  ELSE 'processing' END`;

/** Lets a paused job that is locked go on. $1 job, $2 actor. No row: it is not paused. */
export const RESUME_JOB = `
WITH job AS (
  SELECT *, ${GOES_ON_AS} AS goes_on_as FROM jobs WHERE id = $1 AND status = 'paused'
), ${resend('true')}, logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT id, event_seq + 1, tenant_id, 'job.resumed', $2, jsonb_build_object('status', goes_on_as) FROM job
)
UPDATE jobs j
SET status = job.goes_on_as, event_seq = j.event_seq + 1,
    due_at = CASE WHEN j.admitted_at IS NULL THEN j.due_at ELSE now() END
FROM job WHERE j.id = job.id
RETURNING j.id, ${RESENT}`;

/** Changes the priority of an unfinished job that is locked. $1 job, $2 actor, $3 priority. No row: the job has ended. */
export const PRIORITISE_JOB = `
WITH job AS (
  SELECT id, tenant_id, event_seq, admitted_at, status, priority AS earlier, $3::smallint AS priority
  FROM jobs WHERE id = $1 AND status IN ('pending', 'processing', 'paused', 'awaiting_approval')
), ${resend(`job.status IN ('pending', 'processing')`)}, logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT id, event_seq + 1, tenant_id, 'job.reprioritised', $2, jsonb_build_object('from', earlier, 'priority', priority) FROM job
)
UPDATE jobs j SET priority = job.priority, event_seq = j.event_seq + 1
FROM job WHERE j.id = job.id
RETURNING j.id, ${RESENT}`;

/**
 * Jobs that a person may see, the oldest first. $1 tenant, $2 whether everybody's, $3 user, $4 status, $5 pipeline, $6 created
 * before, $7 created after (each may be null), $8 at most so many.
 */
export const FIND_JOBS = `
SELECT j.id, j.status FROM jobs j
WHERE j.tenant_id = $1 AND ($2 OR j.created_by = $3) AND ($4::text IS NULL OR j.status = $4)
  AND ($5::text IS NULL OR j.pipeline = $5) AND ($6::timestamptz IS NULL OR j.created_at < $6)
  AND ($7::timestamptz IS NULL OR j.created_at > $7)
ORDER BY j.id LIMIT $8`;
