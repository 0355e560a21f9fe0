/**
 * Takes a key that is free, has expired, or was held by a process that is gone. $1 tenant, $2 caller, $3 route, $4 key,
 * $5 fingerprint, $6 holder, $7 lock in seconds, $8 life in seconds.
 */
export const TAKE_KEY = `
INSERT INTO idempotency_keys AS k (tenant_id, caller, route, key, fingerprint, holder, locked_until, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7 * interval '1 second', clock_timestamp() + $8 * interval '1 second')
ON CONFLICT (tenant_id, caller, route, key) DO UPDATE
  SET fingerprint = excluded.fingerprint, holder = excluded.holder, locked_until = excluded.locked_until,
      expires_at = excluded.expires_at, status = NULL, headers = NULL, body = NULL
  WHERE k.expires_at <= clock_timestamp()
     OR k.locked_until <= clock_timestamp() AND k.fingerprint = excluded.fingerprint
RETURNING holder`;

export const FIND_KEY = `
SELECT fingerprint, status, headers, body,
       greatest(1, ceil(extract(epoch FROM locked_until - clock_timestamp())))::integer AS "lockedFor"
FROM idempotency_keys
WHERE tenant_id = $1 AND caller = $2 AND route = $3 AND key = $4 AND expires_at > clock_timestamp()`;

/** Whoever has lost the key meanwhile answers without storing. */
export const STORE_ANSWER = `
UPDATE idempotency_keys SET status = $6, headers = $7, body = $8, locked_until = NULL
WHERE tenant_id = $1 AND caller = $2 AND route = $3 AND key = $4 AND holder = $5 AND status IS NULL`;

export const GIVE_BACK = `
DELETE FROM idempotency_keys
WHERE tenant_id = $1 AND caller = $2 AND route = $3 AND key = $4 AND holder = $5 AND status IS NULL`;

export const SWEEP_KEYS = `
WITH expired AS (
  SELECT ctid FROM idempotency_keys WHERE expires_at <= clock_timestamp() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
)
DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(SELECT ctid FROM expired)) RETURNING 1`;
