import { hasStatus, NOT_DRAINED } from './claim.sql.js';

/**
 * FINISH_STAGE for many jobs at once, where each stage either hands on to the one that goes on in this process or is the job's
 * last: no items, no artifacts, nothing for the queue. All or nothing: if one of them can't be done (its lease is lost, its job
 * paused), the statement fails by a division by zero, and each must be finished alone.
 *
 * It runs for every stage there is, so it has as few parts as it can: one update of the jobs, which locks them, one of the
 * finished stages (`s.stage = m.stage`) and their successors together, one insert of the events.
 *
 * $1 jobs in ascending order, $2 stage executions, $3 tokens, $4 outputs, $5 provenances, $6 costs in micro-dollars,
 * $7 scores to merge or null, $8 stages, $9 stages to chain to or null, $10 states that these complete or null,
 * $11 owner, $12 lease in ms, $13 how many rows of stages this changes, $14 data of the events `stage.succeeded` (made here, they cost
 * more than their rows). Returns the successors that were claimed.
 */
export const FINISH_CHAINED = `
WITH moved AS (
  UPDATE jobs j
  SET state = coalesce(w.reaches, j.state),
      status = CASE w.reaches WHEN 'DELIVERED' THEN 'completed' ELSE j.status END,
      finished_at = CASE w.reaches WHEN 'DELIVERED' THEN now() END,
      due_at = CASE w.reaches WHEN 'DELIVERED' THEN NULL ELSE j.due_at END,
      scores = CASE WHEN w.scores IS NULL THEN j.scores ELSE j.scores || w.scores END,
      cost_micros = j.cost_micros + w.cost,
      event_seq = j.event_seq + CASE w.reaches WHEN 'DELIVERED' THEN 2 ELSE 1 END
  FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::jsonb[], $5::jsonb[], $6::bigint[], $7::jsonb[], $8::text[], $9::text[],
              $10::text[], $14::jsonb[])
         AS w (job_id, stage_id, token, output, provenance, cost, scores, stage, chain, reaches, happened)
  WHERE j.id = w.job_id AND ${hasStatus('processing')} AND ${NOT_DRAINED}
  RETURNING j.tenant_id, j.event_seq, w.*
), touched AS (
  UPDATE stage_executions s
  SET status = CASE WHEN s.stage = m.stage THEN 'succeeded' ELSE 'running' END,
      pending = 0,
      progress = CASE WHEN s.stage = m.stage THEN 1 ELSE 0 END,
      attempt = s.attempt + CASE WHEN s.stage = m.stage THEN 0 ELSE 1 END,
      lease_token = s.lease_token + CASE WHEN s.stage = m.stage THEN 0 ELSE 1 END,
      lease_owner = CASE WHEN s.stage = m.stage THEN NULL ELSE $11 END,
      lease_until = CASE WHEN s.stage = m.stage THEN NULL ELSE clock_timestamp() + $12 * interval '1 millisecond' END,
      started_at = CASE WHEN s.stage = m.stage THEN s.started_at ELSE now() END,
      finished_at = CASE WHEN s.stage = m.stage THEN now() END,
      output = CASE WHEN s.stage = m.stage THEN m.output END,
      provenance = CASE WHEN s.stage = m.stage THEN m.provenance END,
      cost_micros = s.cost_micros + CASE WHEN s.stage = m.stage THEN m.cost ELSE 0 END,
      error = NULL
  FROM moved m
  WHERE s.job_id = m.job_id AND s.stage = ANY (ARRAY[m.stage, m.chain]) AND s.item IS NULL
    AND CASE WHEN s.stage = m.stage
          THEN s.id = m.stage_id AND s.lease_token = m.token AND s.status = 'running' AND s.lease_until > clock_timestamp()
          ELSE s.status = 'waiting' AND s.pending = 1 END
  RETURNING s.job_id, s.id, s.stage, s.item, s.agent, s.attempt, s.generation, s.lease_token, s.status,
            m.tenant_id, m.event_seq, m.happened, m.reaches = 'DELIVERED' AS ends
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT t.job_id, t.event_seq - CASE WHEN t.ends THEN 1 ELSE 0 END, t.tenant_id, 'stage.succeeded', $11::text, t.happened
  FROM touched t WHERE t.status = 'succeeded'
  UNION ALL
  SELECT t.job_id, t.event_seq, t.tenant_id, 'job.completed', $11, '{}'::jsonb
  FROM touched t WHERE t.ends
)
SELECT t.job_id, t.id, t.stage, t.item, t.agent, t.attempt, t.generation, t.lease_token, undisturbed.yes
FROM (SELECT 1 / (count(*) = $13::integer)::integer AS yes FROM touched) undisturbed
LEFT JOIN touched t ON t.status = 'running'`;
