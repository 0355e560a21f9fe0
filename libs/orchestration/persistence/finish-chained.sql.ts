import { NOT_DRAINED } from './claim.sql.js';

/**
 * FINISH_STAGE for many jobs at once, where each stage either hands on to the one that goes on in this process or is the job's
 * last: no items, no artifacts, nothing for the queue. Without the careful order of locks: a completion that is missing from the
 * answer must be tried again alone, and an error (a lease that was lost between looking and locking) undoes the whole group.
 *
 * $1 jobs in ascending order, $2 stage executions, $3 tokens, $4 outputs, $5 provenances, $6 costs in micro-dollars,
 * $7 scores to merge or null, $8 stages to chain to or null, $9 states that these complete or null, $10 owner, $11 lease in ms.
 */
export const FINISH_CHAINED = `
WITH wanted AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::jsonb[], $5::jsonb[], $6::bigint[], $7::jsonb[], $8::text[], $9::text[])
    AS w (job_id, stage_id, token, output, provenance, cost, scores, chain, reaches)
), moved AS (
  UPDATE jobs j
  SET state = coalesce(w.reaches, j.state),
      status = CASE w.reaches WHEN 'DELIVERED' THEN 'completed' ELSE j.status END,
      finished_at = CASE w.reaches WHEN 'DELIVERED' THEN now() END,
      due_at = CASE w.reaches WHEN 'DELIVERED' THEN NULL ELSE j.due_at END,
      scores = CASE WHEN w.scores IS NULL THEN j.scores ELSE j.scores || w.scores END,
      cost_micros = j.cost_micros + w.cost,
      event_seq = j.event_seq + CASE w.reaches WHEN 'DELIVERED' THEN 2 ELSE 1 END
  FROM wanted w
  WHERE j.id = w.job_id AND j.status = 'processing' AND ${NOT_DRAINED}
  RETURNING j.tenant_id, j.event_seq, w.*
), done AS (
  UPDATE stage_executions s
  SET status = 'succeeded', progress = 1, finished_at = now(), lease_owner = NULL, lease_until = NULL, error = NULL,
      output = m.output, provenance = m.provenance, cost_micros = s.cost_micros + m.cost
  FROM moved m
  WHERE s.id = m.stage_id AND s.lease_token = m.token AND s.status = 'running' AND s.lease_until > clock_timestamp()
  RETURNING s.job_id, s.stage, s.attempt, m.tenant_id, m.event_seq, m.cost, m.scores, m.chain, m.reaches
), chained AS (
  UPDATE stage_executions s
  SET status = 'running', pending = 0, started_at = now(), attempt = s.attempt + 1, lease_token = s.lease_token + 1,
      lease_owner = $10, lease_until = clock_timestamp() + $11 * interval '1 millisecond'
  FROM done d
  WHERE s.job_id = d.job_id AND s.stage = d.chain AND s.item IS NULL AND s.status = 'waiting' AND s.pending = 1
  RETURNING s.job_id, s.id, s.stage, s.item, s.agent, s.attempt, s.generation, s.lease_token
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT d.job_id, d.event_seq - CASE d.reaches WHEN 'DELIVERED' THEN 1 ELSE 0 END, d.tenant_id, 'stage.succeeded', $10::text,
         jsonb_build_object('stage', d.stage, 'item', NULL, 'attempt', d.attempt, 'costMicros', d.cost, 'scores', d.scores,
                            'state', d.reaches, 'started', d.chain)
  FROM done d
  UNION ALL
  SELECT d.job_id, d.event_seq, d.tenant_id, 'job.completed', $10, '{}'::jsonb FROM done d WHERE d.reaches = 'DELIVERED'
)
SELECT d.job_id, to_jsonb(c) AS chained,
       1 / ((SELECT count(*) FROM moved) = (SELECT count(*) FROM done)
            AND (SELECT count(chain) FROM done) = (SELECT count(*) FROM chained))::int AS undisturbed
FROM done d LEFT JOIN chained c ON c.job_id = d.job_id`;
