import { EFFECT, eventData, OPEN } from './effects.sql.js';

/**
 * Takes open effects that no stage will look after any more: their job has ended, or their stage has gone on without them.
 * $1 name of the reconciler, $2 for how many ms, $3 at most so many.
 */
export const CLAIM_ORPHANS = `
WITH orphan AS (
  SELECT e.id FROM side_effects e JOIN jobs j ON j.id = e.job_id
  LEFT JOIN stage_executions s ON s.id = e.stage_id AND s.generation = e.generation
  WHERE e.state IN ${OPEN} AND NOT e.needs_person
    AND (e.claimed_until IS NULL OR e.claimed_until < clock_timestamp())
    AND (e.look_at IS NULL OR e.look_at <= clock_timestamp())
    AND (j.status IN ('completed', 'failed', 'cancelled') OR s.id IS NULL OR s.status IN ('succeeded', 'failed', 'cancelled'))
  ORDER BY e.look_at NULLS FIRST LIMIT $3 FOR NO KEY UPDATE OF e SKIP LOCKED
)
UPDATE side_effects e
SET claimed_by = $1, claimed_until = clock_timestamp() + $2 * interval '1 millisecond'
FROM orphan, jobs j
WHERE e.id = orphan.id AND j.id = e.job_id
RETURNING ${EFFECT('e')}, j.status = 'cancelled' AS cancelled`;

/** Gives an orphan back: to be looked at again in $3 ms, or ($4) by a person. $1 effect, $2 name of the reconciler. */
export const PUT_OFF_ORPHAN = `
UPDATE side_effects SET claimed_by = NULL, claimed_until = NULL, needs_person = $4,
       look_at = clock_timestamp() + $3 * interval '1 millisecond'
WHERE id = $1 AND claimed_by = $2`;

/**
 * Puts a stage aside until a person says what became of its effect; the lease is given back.
 * $1 job, $2 stage execution, $3 token, $4 effect, $5 error. No row: the lease is lost.
 */
export const PARK_FOR_PERSON = `
WITH job AS (
  SELECT id, event_seq FROM jobs WHERE id = $1 AND status IN ('processing', 'paused', 'awaiting_approval') FOR NO KEY UPDATE
), parked AS (
  UPDATE stage_executions s
  SET status = 'parked', error = $5::jsonb, lease_owner = NULL, lease_until = NULL, attempt = s.attempt - 1
  FROM job
  WHERE s.id = $2 AND s.job_id = job.id AND s.lease_token = $3 AND s.status = 'running' AND s.lease_until > clock_timestamp()
  RETURNING s.*
), flagged AS (
  UPDATE side_effects e SET needs_person = true FROM parked p WHERE e.id = $4
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT p.job_id, job.event_seq + 1, p.tenant_id, 'stage.parked', 'worker',
         jsonb_build_object('stage', p.stage, 'item', p.item, 'attempt', p.attempt, 'effectId', $4::uuid, 'error', $5::jsonb)
  FROM parked p, job
)
UPDATE jobs j
SET status = CASE j.status WHEN 'paused' THEN 'paused' ELSE 'awaiting_approval' END, event_seq = j.event_seq + 1
FROM parked p WHERE j.id = p.job_id RETURNING j.id`;

/**
 * A person has found out. Moves the effect, and sets its stage and job in motion again.
 * $1 job, $2 effect, $3 new state (`submitted` where it can be followed from here, else `reconciled`), $4 outcome, $5 external id,
 * $6 cost, $7 actor, $8 lease in ms. No row: nobody is asked about this effect.
 */
export const RESOLVE_EFFECT = `
WITH job AS (
  SELECT id, event_seq, priority, status FROM jobs WHERE id = $1 FOR NO KEY UPDATE
), resolved AS (
  UPDATE side_effects e
  SET state = $3, outcome = $4, external_id = coalesce($5, e.external_id), cost_micros = coalesce($6::bigint, e.cost_micros),
      needs_person = false, resolved_at = CASE $3 WHEN 'reconciled' THEN clock_timestamp() END, look_at = NULL
  FROM job WHERE e.id = $2 AND e.job_id = job.id AND e.needs_person AND e.state IN ('intended', 'ambiguous')
  RETURNING e.*
), readied AS (
  UPDATE stage_executions s
  SET status = 'ready', error = NULL, ready_at = now(), dispatched_at = now(), cost_micros = s.cost_micros + coalesce($6::bigint, 0)
  FROM resolved e, job
  WHERE s.id = e.stage_id AND s.generation = e.generation AND s.status = 'parked' AND job.status IN ('awaiting_approval', 'processing', 'paused')
  RETURNING s.*
), sent AS (
  INSERT INTO outbox (tenant_id, queue, priority, message)
  SELECT s.tenant_id, s.queue, job.priority,
         jsonb_build_object('v', 1, 'jobId', s.job_id, 'stageId', s.id, 'dispatch', s.lease_token)
  FROM readied s, job
), happened AS (
  SELECT 1 AS rank, 'effect.' || e.state AS type, ${eventData('e')} AS data FROM resolved e
  UNION ALL
  SELECT 2, 'stage.ready', jsonb_build_object('stage', s.stage, 'item', s.item, 'attempt', s.attempt) FROM readied s
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT e.job_id, job.event_seq + row_number() OVER (ORDER BY h.rank), e.tenant_id, h.type, $7, h.data
  FROM happened h, resolved e, job
  RETURNING seq
)
UPDATE jobs j
SET event_seq = (SELECT max(seq) FROM logged), cost_micros = j.cost_micros + coalesce($6::bigint, 0),
    due_at = CASE WHEN EXISTS (SELECT 1 FROM readied) THEN least(j.due_at, now() + $8 * interval '1 millisecond') ELSE j.due_at END,
    status = CASE WHEN j.status = 'awaiting_approval' AND NOT EXISTS (
                    SELECT 1 FROM stage_executions s WHERE s.job_id = j.id AND s.status IN ('awaiting_approval', 'parked')
                      AND NOT EXISTS (SELECT 1 FROM readied r WHERE r.id = s.id))
                  THEN 'processing' ELSE j.status END
FROM resolved e WHERE j.id = e.job_id
RETURNING (SELECT jsonb_agg(jsonb_build_object('jobId', r.job_id, 'stageId', r.id, 'queue', r.queue)) FROM readied r) AS readied`;
