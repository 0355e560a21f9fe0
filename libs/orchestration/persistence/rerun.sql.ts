import { GOES_ON_AS, RESENT, resend } from './control.sql.js';

/** The stages of a job as they stand. Outputs only of the stages in $2, whose gates decide about the job. $1 job. */
export const STANDING_STAGES = `
SELECT id, stage, item, status, CASE WHEN stage = ANY ($2::text[]) THEN output END AS output
FROM stages WHERE job_id = $1 ORDER BY stage, item NULLS FIRST`;

/**
 * What each execution cost when it last finished, in micro-dollars. The log knows it even where the items of a fan-out have been
 * expanded again since; what an approval adds belongs to the run that waited for it. $1 job.
 */
export const LAST_COSTS = `
WITH finished AS (
  SELECT type, data, count(*) FILTER (WHERE type = 'job.rerun') OVER (ORDER BY seq) AS run
  FROM job_events WHERE job_id = $1 AND type IN ('stage.succeeded', 'stage.awaiting_approval', 'job.rerun')
)
SELECT DISTINCT ON (1, 2) data ->> 'stage' AS stage, (data ->> 'item')::integer AS item,
       sum((data ->> 'costMicros')::bigint)::bigint AS cost
FROM finished WHERE type <> 'job.rerun'
GROUP BY 1, 2, run ORDER BY 1, 2, run DESC`;

/**
 * Begins executions again: a new generation under a new token, so that whoever still runs an old one can't write any more.
 * Items of fan-outs in $3 go; the fan-out makes new ones. $1 job, $2 [{id, status, pending, progress}], $3 stages.
 */
export const RESET_STAGES = `
WITH dropped AS (
  DELETE FROM stage_executions WHERE job_id = $1 AND item IS NOT NULL AND stage = ANY ($3::text[])
)
UPDATE stage_executions s
SET status = r.status, pending = r.pending, progress = r.progress, generation = s.generation + 1, lease_token = s.lease_token + 1,
    lease_owner = NULL, lease_until = NULL, lease_losses = 0, attempt = 0, run_at = NULL, output = NULL, provenance = NULL,
    error = NULL, cost_micros = 0, finished_at = NULL, dispatched_at = NULL,
    ready_at = CASE r.status WHEN 'ready' THEN now() END,
    started_at = CASE r.status WHEN 'fanned_out' THEN now() END
FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, status text, pending integer, progress real)
WHERE s.id = r.id AND s.job_id = $1`;

/** A stage that is still ours. $1 stage execution, $2 token. */
export const STILL_HELD = `
SELECT id FROM stage_executions WHERE id = $1 AND lease_token = $2 AND status = 'running' AND lease_until > clock_timestamp()`;

/** Sets a locked job whose stages have been reset in motion. $1 job, $2 actor, $3 state, $4 the event's data, $5 whether a pause stays. */
export const RERUN_JOB = `
WITH job AS (
  SELECT *, CASE WHEN $5 AND status = 'paused' THEN 'paused' ELSE ${GOES_ON_AS} END AS goes_on_as FROM jobs WHERE id = $1
), ${resend('true')}, logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT id, event_seq + 1, tenant_id, 'job.rerun', $2, $4::jsonb || jsonb_build_object('status', goes_on_as) FROM job
)
UPDATE jobs j
SET status = job.goes_on_as, state = $3, error = NULL, finished_at = NULL,
    event_seq = j.event_seq + 1, due_at = CASE WHEN j.admitted_at IS NOT NULL THEN now() END
FROM job WHERE j.id = job.id
RETURNING j.id, ${RESENT}`;
