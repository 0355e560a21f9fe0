/**
 * Accepts a job: the job, its stages, the first event and the first messages stand or fall together.
 * $1 job id, $2 tenant, $3 user, $4 pipeline, $5 version, $6 track, $7 reason, $8 input, $9 seed, $10 priority, $11 budget,
 * $12 stages [{id, stage, agent, queue, pending, fansOut}].
 */
export const INSERT_JOB = `
WITH job AS (
  INSERT INTO jobs (id, tenant_id, created_by, pipeline, pipeline_version, track, track_reason, input, seed, priority,
                    budget_micros, state, event_seq)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'INIT', 1)
  RETURNING *
), stages AS (
  INSERT INTO stage_executions (id, tenant_id, job_id, stage, agent, queue, status, pending, fans_out, dispatched_at)
  SELECT s.id, job.tenant_id, job.id, s.stage, s.agent, s.queue, CASE s.pending WHEN 0 THEN 'ready' ELSE 'waiting' END,
         s.pending, s."fansOut", CASE s.pending WHEN 0 THEN now() END
  FROM job, jsonb_to_recordset($12::jsonb) AS s (id uuid, stage text, agent text, queue text, pending integer, "fansOut" boolean)
  RETURNING *
), sent AS (
  INSERT INTO outbox (tenant_id, queue, priority, message)
  SELECT s.tenant_id, s.queue, job.priority, jsonb_build_object('v', 1, 'jobId', s.job_id, 'stageId', s.id, 'dispatch', 0)
  FROM stages s, job WHERE s.status = 'ready'
)
INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
SELECT id, 1, tenant_id, 'job.created', created_by::text,
       jsonb_build_object('pipeline', pipeline, 'pipelineVersion', pipeline_version, 'track', track, 'trackReason', track_reason,
                          'state', state, 'priority', priority)
FROM job`;
