import { hasStatus, NOT_DRAINED } from './claim.sql.js';

/**
 * FINISH_STAGE for many jobs at once, where each stage either hands on to one that nothing has come to yet and that goes on in this
 * process, or is the job's last: no items, no artifacts, nothing for the queue. All or nothing: if one of them can't be done (its
 * lease is lost, its job paused, its successor known already), the statement fails by a division by zero or a key that is taken, and
 * each must be finished alone.
 *
 * It runs for every stage there is, so it has as few parts as it can and returns nothing that the caller knows: one update of the
 * jobs, which locks them, one of the finished stages, one insert of their successors, one of the events.
 *
 * $1 jobs in ascending order, $2 stage executions, $3 tokens, $4 outputs, $5 provenances, $6 costs in micro-dollars or null,
 * $7 scores to merge or null, $8 states that these complete or null, $9 data of the events `stage.succeeded` (made here, they cost
 * more than their rows), $10 owner, $11 lease in ms; successors or null: $12 stage executions, $13 stages, $14 agents, $15 queues;
 * $16 how many stages are finished. A list that ends early stands for nulls.
 */
export const FINISH_CHAINED = `
WITH moved AS (
  UPDATE jobs j
  SET state = coalesce(w.reaches, j.state),
      status = CASE w.reaches WHEN 'DELIVERED' THEN 'completed' ELSE j.status END,
      finished_at = CASE w.reaches WHEN 'DELIVERED' THEN now() END,
      due_at = CASE w.reaches WHEN 'DELIVERED' THEN NULL ELSE j.due_at END,
      scores = CASE WHEN w.scores IS NULL THEN j.scores ELSE j.scores || w.scores END,
      cost_micros = j.cost_micros + coalesce(w.cost, 0),
      event_seq = j.event_seq + CASE w.reaches WHEN 'DELIVERED' THEN 2 ELSE 1 END
  FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::jsonb[], $5::jsonb[], $6::bigint[], $7::jsonb[], $8::text[], $9::jsonb[],
              $12::uuid[], $13::text[], $14::text[], $15::text[])
         AS w (job_id, stage_id, token, output, provenance, cost, scores, reaches, happened, next_id, next, agent, queue)
  WHERE j.id = w.job_id AND ${hasStatus('processing')} AND ${NOT_DRAINED}
  RETURNING j.tenant_id, j.event_seq, w.*
), finished AS (
  UPDATE stage_executions s
  SET status = 'succeeded', progress = 1, lease_owner = NULL, lease_until = NULL, finished_at = now(), error = NULL,
      output = m.output, provenance = m.provenance, cost_micros = s.cost_micros + coalesce(m.cost, 0)
  FROM moved m
  WHERE s.id = m.stage_id AND s.job_id = m.job_id AND s.item IS NULL
    AND s.lease_token = m.token AND s.status = 'running' AND s.lease_until > clock_timestamp()
  RETURNING s.id
), started AS (
  INSERT INTO stage_executions (id, tenant_id, job_id, stage, agent, queue, pending, status, started_at, attempt, lease_token,
                                lease_owner, lease_until)
  SELECT m.next_id, m.tenant_id, m.job_id, m.next, m.agent, m.queue, 0, 'running', now(), 1, 1,
         $10, clock_timestamp() + $11 * interval '1 millisecond'
  FROM moved m WHERE m.next_id IS NOT NULL
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT m.job_id, m.event_seq - CASE m.reaches WHEN 'DELIVERED' THEN 1 ELSE 0 END, m.tenant_id, 'stage.succeeded', $10::text,
         m.happened
  FROM moved m
  UNION ALL
  SELECT m.job_id, m.event_seq, m.tenant_id, 'job.completed', $10, '{}'::jsonb
  FROM moved m WHERE m.reaches = 'DELIVERED'
)
SELECT 1 / (count(*) = $16::integer)::integer AS undisturbed FROM finished`;
