import { NOT_DRAINED } from './claim.sql.js';

/** A job that waits for a person is looked at too, in case something about it was missed. */
const AT_REST_MS = 60_000;

/**
 * Looks at every job whose clock has run out: frees stages whose lease has ended (whoever held one is fenced off by the next
 * token), readies retries that are due, sends again what has been ready for longer than the queue should take, and sets the
 * clock anew. Stages that lost too many leases are left alone and returned as such. WRITE_DOWN_DUE comes first: a job that carries a stage
 * is left for the next time.
 *
 * $1 at most so many jobs, $2 lease in ms (no job goes unwatched for longer), $3 ms after which a message counts as forgotten,
 * $4 lost leases that are too many. Returns how many jobs were looked at, and per stage what became of it.
 */
export const SWEEP_DUE = `
WITH due AS (
  SELECT j.id, j.status, j.event_seq, j.priority, ${NOT_DRAINED} AS dispatching
  FROM jobs j WHERE j.due_at <= now() AND j.carried_id IS NULL ORDER BY j.due_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
), looked_at AS (
  SELECT s.id, s.job_id, s.status, s.run_at, s.lease_until, s.lease_owner AS owner, due.event_seq, due.priority,
         due.status IN ('pending', 'processing') AND due.dispatching AS dispatching,
         CASE WHEN s.status = 'running' AND s.lease_until <= clock_timestamp()
                THEN CASE WHEN s.lease_losses + 1 >= $4 THEN 'poisoned' ELSE 'expired' END
              WHEN s.status = 'retrying' AND s.run_at <= now() AND due.status = 'processing' THEN 'promoted'
              WHEN s.status = 'ready' AND s.dispatched_at < now() - $3 * interval '1 millisecond'
                   AND due.status IN ('pending', 'processing') AND due.dispatching THEN 'forgotten'
         END AS verdict
  FROM due JOIN stage_executions s ON s.job_id = due.id
  WHERE s.status IN ('running', 'retrying', 'ready')
), freed AS (
  UPDATE stage_executions s
  SET status = 'ready', run_at = NULL, lease_owner = NULL, lease_until = NULL, dispatched_at = now(),
      ready_at = CASE l.verdict WHEN 'forgotten' THEN s.ready_at ELSE now() END,
      lease_token = s.lease_token + CASE l.verdict WHEN 'expired' THEN 1 ELSE 0 END,
      lease_losses = s.lease_losses + CASE l.verdict WHEN 'expired' THEN 1 ELSE 0 END,
      attempt = s.attempt - CASE l.verdict WHEN 'expired' THEN 1 ELSE 0 END
  FROM looked_at l
  WHERE s.id = l.id AND s.status = l.status AND l.verdict IN ('expired', 'promoted', 'forgotten')
    AND (l.verdict <> 'expired' OR s.lease_until <= clock_timestamp())
  RETURNING s.*, l.verdict, l.owner, l.event_seq, l.priority, l.dispatching
), numbered AS (
  SELECT f.*, row_number() OVER (PARTITION BY f.job_id ORDER BY f.id) AS n FROM freed f WHERE f.verdict <> 'forgotten'
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT f.job_id, f.event_seq + f.n, f.tenant_id, CASE f.verdict WHEN 'expired' THEN 'stage.lease_expired' ELSE 'stage.ready' END,
         'sweeper', jsonb_build_object('stage', f.stage, 'item', f.item, 'attempt', f.attempt, 'owner', f.owner)
  FROM numbered f
), next AS (
  SELECT due.id,
         bool_or(l.verdict IS NOT NULL OR l.status = 'ready' AND l.dispatching) AS moving,
         min(l.run_at) FILTER (WHERE l.verdict IS NULL AND l.run_at > now()) AS timer,
         min(l.lease_until) FILTER (WHERE l.verdict IS NULL AND l.status = 'running') AS lease_ends
  FROM due LEFT JOIN looked_at l ON l.job_id = due.id GROUP BY due.id
), reset AS (
  UPDATE jobs j
  SET event_seq = j.event_seq + coalesce((SELECT max(f.n) FROM numbered f WHERE f.job_id = j.id), 0),
      due_at = least(next.timer, next.lease_ends, now() + CASE WHEN next.moving THEN $2 ELSE ${AT_REST_MS} END * interval '1 millisecond')
  FROM next WHERE j.id = next.id
), sent AS (
  INSERT INTO outbox (tenant_id, queue, priority, message)
  SELECT f.tenant_id, f.queue, f.priority, jsonb_build_object('v', 1, 'jobId', f.job_id, 'stageId', f.id, 'dispatch', f.lease_token)
  FROM freed f WHERE f.dispatching
)
SELECT (SELECT count(*)::integer FROM due) AS looked, (
  SELECT coalesce(jsonb_agg(jsonb_build_object('jobId', f.job_id, 'stageId', f.id, 'queue', f.queue, 'token', f.lease_token,
                                               'stage', f.stage, 'verdict', f.verdict)), '[]')
  FROM (
    SELECT f.job_id, f.id, f.queue, f.lease_token, f.stage, f.verdict FROM freed f
    UNION ALL
    SELECT s.job_id, s.id, s.queue, s.lease_token, s.stage, l.verdict
    FROM looked_at l JOIN stage_executions s ON s.id = l.id WHERE l.verdict = 'poisoned'
  ) f
) AS swept`;

/** Milliseconds until the next job is due; null where none is. */
export const NEXT_DUE = `
SELECT (extract(epoch FROM min(due_at) - clock_timestamp()) * 1000)::float8 AS ms FROM jobs WHERE due_at IS NOT NULL`;

/**
 * Takes messages for the relay, in order. $1 at most so many. Deleting and sending commit together, so none is lost.
 * `due`: whether the stage still waits for somebody; the process that readied it may have taken it already.
 */
export const TAKE_OUTBOX = `
WITH taken AS (
  DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING id, queue, priority, message
)
SELECT t.*, EXISTS (
  SELECT 1 FROM stage_executions s WHERE s.id = (t.message ->> 'stageId')::uuid AND s.status = 'ready'
) AS due FROM taken t ORDER BY t.id`;
