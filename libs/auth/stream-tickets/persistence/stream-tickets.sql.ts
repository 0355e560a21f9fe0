/** Takes out some old ones, so that none stays for long. $1 hash, $2 tenant, $3 job, $4 caller, $5 seconds that it is good for. */
export const ISSUE_TICKET = `
WITH old AS (
  DELETE FROM stream_tickets WHERE hash IN (SELECT hash FROM stream_tickets WHERE expires_at < now() LIMIT 20 FOR UPDATE SKIP LOCKED)
)
INSERT INTO stream_tickets (hash, tenant_id, job_id, caller, expires_at)
VALUES ($1, $2, $3, $4, now() + $5 * interval '1 second') RETURNING expires_at`;

/** $1 hash, $2 job. */
export const REDEEM_TICKET =
  'DELETE FROM stream_tickets WHERE hash = $1 RETURNING caller, job_id = $2 AND expires_at > now() AS good';
