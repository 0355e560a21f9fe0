/**
 * Leases due deliveries, so that each is in one process's hands: fairly over endpoints, in each of them no more at once than it may have,
 * and one at a time where it has kept failing. Two processes that look in the same moment may together exceed that for a moment.
 * $1 at most so many, $2 lease in ms, $3 at once for one endpoint, $4 failures in a row from which on one at a time.
 */
export const CLAIM = `
WITH due AS (
  SELECT d.id FROM (
    SELECT e.id, CASE WHEN e.consecutive_failures >= $4 THEN 1 ELSE $3::integer END - (
        SELECT count(*) FROM webhook_deliveries f
        WHERE f.endpoint_id = e.id AND f.leased_until IS NOT NULL AND f.leased_until > now())::integer AS room
    FROM webhook_endpoints e
    WHERE e.enabled AND (e.paused_until IS NULL OR e.paused_until <= now())
    ORDER BY random()
  ) e CROSS JOIN LATERAL (
    SELECT d.id FROM webhook_deliveries d
    WHERE d.endpoint_id = e.id AND d.status = 'pending' AND d.due_at <= now()
    ORDER BY d.due_at LIMIT greatest(e.room, 0) FOR UPDATE SKIP LOCKED
  ) d LIMIT $1
), leased AS (
  UPDATE webhook_deliveries d
  SET attempts = d.attempts + 1, tries = d.tries + 1, leased_until = now() + $2 * interval '1 millisecond',
      due_at = now() + $2 * interval '1 millisecond'
  FROM due WHERE d.id = due.id AND d.status = 'pending'
  RETURNING d.*
), logged AS (
  INSERT INTO webhook_attempts (delivery_id, number, tenant_id) SELECT id, attempts, tenant_id FROM leased
)
SELECT l.id, l.attempts AS number, l.tries, l.endpoint_id AS "endpointId", e.url, e.secret, e.previous_secret AS "previousSecret",
       e.previous_secret_until > now() AS "bothSign", v.id AS "eventId", v.type, v.data, v.at
FROM leased l JOIN webhook_endpoints e ON e.id = l.endpoint_id JOIN webhook_events v ON v.id = l.event_id`;

/** Keeps deliveries in this process's hands. $1 deliveries, $2 their attempts, $3 lease in ms. */
export const RENEW = `
UPDATE webhook_deliveries d
SET leased_until = now() + $3 * interval '1 millisecond', due_at = now() + $3 * interval '1 millisecond'
FROM unnest($1::uuid[], $2::integer[]) AS held (id, number)
WHERE d.id = held.id AND d.attempts = held.number AND d.status = 'pending' AND d.leased_until IS NOT NULL`;

const LOG_ATTEMPT = `
logged AS (
  UPDATE webhook_attempts SET outcome = $3, duration_ms = $4, status_code = $5, error = $6, response = $7
  WHERE delivery_id = $1 AND number = $2
)`;

/** A success counts even where the lease has run out meanwhile. $1 delivery, $2 attempt, $3 to $7 what came of it. */
export const SUCCEED = `
WITH ${LOG_ATTEMPT}, done AS (
  UPDATE webhook_deliveries SET status = 'delivered', leased_until = NULL, finished_at = now()
  WHERE id = $1 AND status <> 'delivered' RETURNING endpoint_id
)
UPDATE webhook_endpoints e SET consecutive_failures = 0, failing_since = NULL, paused_until = NULL
FROM done WHERE e.id = done.endpoint_id AND (e.consecutive_failures > 0 OR e.paused_until IS NOT NULL)`;

/**
 * Plans the next try, or gives up where it would come too late; an attempt that has lost its lease changes nothing but the log.
 * $1 delivery, $2 attempt, $3 to $7 what came of it, $8 ms until the next try, $9 ms for which the receiver asked for a pause,
 * $10 failures in a row that make a break, $11 base of the break in ms, $12 hours of failure after which it is switched off.
 */
export const FAIL = `
WITH ${LOG_ATTEMPT}, put_off AS (
  UPDATE webhook_deliveries
  SET leased_until = NULL, due_at = now() + $8 * interval '1 millisecond',
      status = CASE WHEN now() + $8 * interval '1 millisecond' > expires_at THEN 'failed' ELSE 'pending' END,
      finished_at = CASE WHEN now() + $8 * interval '1 millisecond' > expires_at THEN now() END
  WHERE id = $1 AND attempts = $2 AND status = 'pending'
  RETURNING endpoint_id
)
UPDATE webhook_endpoints e
SET consecutive_failures = e.consecutive_failures + 1, failing_since = coalesce(e.failing_since, now()),
    paused_until = greatest(e.paused_until, now() + $9 * interval '1 millisecond',
      CASE WHEN e.consecutive_failures + 1 >= $10
           THEN now() + least($11 * power(2, least(e.consecutive_failures + 1 - $10, 10)), 60000) * interval '1 millisecond' END)
FROM put_off WHERE e.id = put_off.endpoint_id
RETURNING e.id, e.tenant_id AS "tenantId", e.enabled AND e.failing_since < now() - $12 * interval '1 hour' AS "givenUp"`;

/** $1 endpoint, $2 why. @returns its row where it was on */
export const DISABLE = `
UPDATE webhook_endpoints SET enabled = false, disabled_reason = $2, updated_at = now()
WHERE id = $1 AND enabled RETURNING tenant_id AS "tenantId", url`;

/** An event of this library's own, for all endpoints that want it, or for $5 alone. $1 tenant, $2 source, $3 type, $4 data. */
export const ANNOUNCE = `
WITH wanted AS (
  SELECT id FROM webhook_endpoints
  WHERE CASE WHEN $5::uuid IS NULL THEN tenant_id = $1 AND enabled AND (event_types = '{}' OR $3 = ANY (event_types)) ELSE id = $5::uuid END
), event AS (
  INSERT INTO webhook_events (id, tenant_id, source, type, data, at)
  SELECT gen_random_uuid(), $1, $2, $3, $4, clock_timestamp() WHERE EXISTS (SELECT 1 FROM wanted) RETURNING id
)
INSERT INTO webhook_deliveries (id, tenant_id, endpoint_id, event_id, expires_at)
SELECT gen_random_uuid(), $1, w.id, event.id, now() + interval '24 hours' FROM wanted w, event
RETURNING id`;

/** Deliveries whose time has run out, but for those that never had a try because nobody was there to make one. @returns a row for each */
export const EXPIRE = `
UPDATE webhook_deliveries SET status = 'failed', finished_at = now(), leased_until = NULL
WHERE id IN (
  SELECT d.id FROM webhook_endpoints e JOIN webhook_deliveries d ON d.endpoint_id = e.id
  WHERE d.status = 'pending' AND d.due_at <= now() AND d.expires_at <= now() AND (NOT e.enabled OR d.tries > 0) AND (d.leased_until IS NULL OR d.leased_until <= now())
  LIMIT 1000 FOR UPDATE OF d SKIP LOCKED
)
RETURNING 1`;

/** Deliveries and attempts go with their event. $1 days. @returns a row for each */
export const PRUNE = `
DELETE FROM webhook_events WHERE id IN (
  SELECT id FROM webhook_events WHERE at < now() - $1 * interval '1 day' ORDER BY at LIMIT 1000 FOR UPDATE SKIP LOCKED
)
RETURNING 1`;
