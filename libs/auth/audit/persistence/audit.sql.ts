/** The end of a tenant's chain, held until the transaction ends. $1 tenant. */
export const LOCK_CHAIN = `
SELECT seq, hash, date_trunc('milliseconds', clock_timestamp()) AS now FROM audit_chains WHERE tenant_id = $1 FOR UPDATE`;

/** $1 tenant, $2 the hash that the first entry follows. */
export const BEGIN_CHAIN = `
INSERT INTO audit_chains (tenant_id, seq, hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING`;

/** $1 tenant, $2 seq, $3 hash, $4 previous hash, $5 at, $6–7 actor, $8 action, $9–10 target, $11 details, $12 correlation. */
export const APPEND_ENTRY = `
WITH moved AS (UPDATE audit_chains SET seq = $2, hash = $3 WHERE tenant_id = $1)
INSERT INTO audit_events (tenant_id, seq, hash, previous_hash, at, actor_type, actor_id, action, target_type, target_id, details, correlation_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;
