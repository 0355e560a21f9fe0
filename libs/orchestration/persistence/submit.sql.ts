/**
 * Accepts jobs: each with its stages, its first event and its first messages stands or falls with the rest of the group.
 * A job that a concurrency limit holds back is accepted without messages; it is admitted later.
 * $1 jobs [{id, tenantId, userId, pipeline, …}], $2 stages [{id, jobId, stage, agent, queue, pending, fansOut}], $3 lease in ms.
 */
export const INSERT_JOBS = `
WITH job AS (
  INSERT INTO jobs (id, tenant_id, created_by, pipeline, pipeline_version, track, track_reason, input, seed, priority,
                    budget_micros, state, event_seq, admitted_at, due_at)
  SELECT n.id, n."tenantId", n."userId", n.pipeline, n."pipelineVersion", n.track, n."trackReason", n.input, n.seed, n.priority,
         n."budgetMicros", 'INIT', 1, CASE WHEN n.admitted THEN now() END,
         CASE WHEN n.admitted THEN now() + $3 * interval '1 millisecond' END
  FROM json_to_recordset($1::json) AS n (
    id uuid, "tenantId" uuid, "userId" uuid, pipeline text, "pipelineVersion" integer, track text, "trackReason" text, input jsonb,
    seed integer, priority smallint, "budgetMicros" bigint, admitted boolean)
  RETURNING *
), stages AS (
  INSERT INTO stage_executions (id, tenant_id, job_id, stage, agent, queue, status, pending, fans_out, ready_at, dispatched_at)
  SELECT s.id, job.tenant_id, job.id, s.stage, s.agent, s.queue, CASE s.pending WHEN 0 THEN 'ready' ELSE 'waiting' END,
         s.pending, s."fansOut", CASE s.pending WHEN 0 THEN now() END,
         CASE WHEN s.pending = 0 THEN job.admitted_at END
  FROM json_to_recordset($2::json) AS s (
         id uuid, "jobId" uuid, stage text, agent text, queue text, pending integer, "fansOut" boolean)
    JOIN job ON job.id = s."jobId"
  RETURNING id, job_id, tenant_id, queue, dispatched_at
), sent AS (
  INSERT INTO outbox (tenant_id, queue, priority, message)
  SELECT s.tenant_id, s.queue, job.priority, jsonb_build_object('v', 1, 'jobId', s.job_id, 'stageId', s.id, 'dispatch', 0)
  FROM stages s JOIN job ON job.id = s.job_id WHERE s.dispatched_at IS NOT NULL
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT id, 1, tenant_id, 'job.created', created_by::text,
         jsonb_build_object('pipeline', pipeline, 'pipelineVersion', pipeline_version, 'track', track, 'trackReason', track_reason,
                            'state', state, 'priority', priority)
  FROM job
)
SELECT id, created_at FROM job`;
