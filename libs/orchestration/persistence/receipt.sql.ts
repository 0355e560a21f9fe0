import { OPEN } from '../effects/persistence/effects.sql.js';

/**
 * Records what a cancellation is about to stop; the cancellation itself follows in the same transaction, and with it whoever runs
 * these stages is gone from their rows. An attempt began with its own event, or with that of the stage before it or of the job. $1 job, $2 actor.
 */
export const RECORD_STOPPED = `
WITH job AS (
  SELECT id, tenant_id, event_seq, cost_micros FROM jobs
  WHERE id = $1 AND status IN ('pending', 'processing', 'paused', 'awaiting_approval')
), stopped AS (
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'stage', s.stage, 'item', s.item, 'owner', s.lease_owner,
           'ranMs', greatest(0, round(extract(epoch FROM clock_timestamp() - coalesce(began.at, s.started_at)) * 1000))
         ) ORDER BY s.stage, s.item), '[]') AS list
  FROM job JOIN stage_executions s ON s.job_id = job.id AND s.status = 'running'
  CROSS JOIN LATERAL (
    SELECT max(e.at) AS at FROM job_events e
    WHERE e.job_id = s.job_id AND (
      e.type = 'stage.started' AND e.data ->> 'stage' = s.stage AND (e.data ->> 'item')::integer IS NOT DISTINCT FROM s.item
      OR e.type IN ('job.created', 'stage.succeeded') AND e.data ->> 'started' = s.stage AND s.item IS NULL)
  ) began
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT id, event_seq + 1, tenant_id, 'job.cancel_requested', $2,
         jsonb_build_object('spentMicros', cost_micros, 'stopped', stopped.list)
  FROM job, stopped
)
UPDATE jobs j SET event_seq = j.event_seq + 1 FROM job WHERE j.id = job.id`;

/** What a cancelled job has cost, and what its last cancellation stopped. $1 job. No row: it is not cancelled. */
export const FIND_RECEIPT = `
SELECT j.id AS "jobId", j.cost_micros AS "spentMicros", j.finished_at AS "cancelledAt", e.actor AS "cancelledBy",
       coalesce(e.data -> 'stopped', '[]') AS stopped
FROM jobs j
LEFT JOIN LATERAL (
  SELECT actor, data FROM job_events WHERE job_id = j.id AND type = 'job.cancel_requested' ORDER BY seq DESC LIMIT 1
) e ON true
WHERE j.id = $1 AND j.status = 'cancelled'`;

/** The effects of a job whose end is not known yet. $1 job. */
export const PENDING_EFFECTS = `
SELECT id, stage, item, provider, operation, state, external_id AS "externalId", estimated_micros AS "estimatedMicros"
FROM side_effects WHERE job_id = $1 AND state IN ${OPEN} ORDER BY created_at, id`;
