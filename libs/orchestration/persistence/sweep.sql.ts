const DISPATCH = `jsonb_build_object('v', 1, 'jobId', s.job_id, 'stageId', s.id, 'dispatch', s.lease_token)`;

/** Frees stages whose lease has run out: whoever held one is fenced off by the next token. $1 at most so many. */
export const EXPIRE_LEASES = `
WITH due AS (
  SELECT s.id, s.lease_owner AS owner, j.event_seq, j.priority
  FROM stage_executions s JOIN jobs j ON j.id = s.job_id
  WHERE s.status = 'running' AND s.lease_until < now()
  ORDER BY s.lease_until LIMIT $1 FOR UPDATE OF j SKIP LOCKED
), freed AS (
  UPDATE stage_executions s
  SET status = 'ready', lease_token = s.lease_token + 1, attempt = s.attempt - 1, lease_losses = s.lease_losses + 1,
      lease_owner = NULL, lease_until = NULL, dispatched_at = now()
  FROM due
  WHERE s.id = due.id AND s.status = 'running' AND s.lease_until < now()
  RETURNING s.*, due.owner, due.event_seq, due.priority
), numbered AS (
  SELECT f.*, row_number() OVER (PARTITION BY f.job_id ORDER BY f.id) AS n FROM freed f
), events AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT f.job_id, f.event_seq + f.n, f.tenant_id, 'stage.lease_expired', 'sweeper',
         jsonb_build_object('stage', f.stage, 'item', f.item, 'owner', f.owner)
  FROM numbered f
), moved AS (
  UPDATE jobs j SET event_seq = j.event_seq + f.n
  FROM (SELECT job_id, count(*) AS n FROM freed GROUP BY job_id) f WHERE j.id = f.job_id
)
INSERT INTO outbox (tenant_id, queue, priority, message)
SELECT s.tenant_id, s.queue, s.priority, ${DISPATCH} FROM freed s
RETURNING id`;

/** Readies the retries that are due. $1 at most so many. */
export const PROMOTE_TIMERS = `
WITH due AS (
  SELECT s.id, j.priority
  FROM stage_executions s JOIN jobs j ON j.id = s.job_id
  WHERE s.status = 'retrying' AND s.run_at <= now() AND j.status = 'processing'
  ORDER BY s.run_at LIMIT $1 FOR UPDATE OF j SKIP LOCKED
), promoted AS (
  UPDATE stage_executions s SET status = 'ready', run_at = NULL, dispatched_at = now()
  FROM due WHERE s.id = due.id AND s.status = 'retrying'
  RETURNING s.*, due.priority
)
INSERT INTO outbox (tenant_id, queue, priority, message)
SELECT s.tenant_id, s.queue, s.priority, ${DISPATCH} FROM promoted s RETURNING id`;

/** Sends again what has been ready for longer than $2 ms without being taken: the queue may have forgotten it. $1 at most so many. */
export const REDISPATCH_READY = `
WITH due AS (
  SELECT s.id, j.priority
  FROM stage_executions s JOIN jobs j ON j.id = s.job_id
  WHERE s.status = 'ready' AND s.dispatched_at < now() - $2 * interval '1 millisecond' AND j.status IN ('pending', 'processing')
  ORDER BY s.dispatched_at LIMIT $1 FOR UPDATE OF j SKIP LOCKED
), again AS (
  UPDATE stage_executions s SET dispatched_at = now()
  FROM due WHERE s.id = due.id AND s.status = 'ready'
  RETURNING s.*, due.priority
)
INSERT INTO outbox (tenant_id, queue, priority, message)
SELECT s.tenant_id, s.queue, s.priority, ${DISPATCH} FROM again s RETURNING id`;

/** Takes messages for the relay, in order. $1 at most so many. Deleting and sending commit together, so none is lost. */
export const TAKE_OUTBOX = `
DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING id, queue, priority, message`;
