import type { ListDefinition } from '#libs/filters';
import { ACTOR_TYPES } from '../domain/entry.js';

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

const EVENT = `tenant_id AS "tenantId", seq, at, actor_type AS "actorType", actor_id AS "actorId", action, target_type AS "targetType",
  target_id AS "targetId", details, correlation_id AS "correlationId", previous_hash AS "previousHash", hash`;

/** $1 tenant, $2 the first wanted number, $3 at most so many. */
export const READ_CHAIN = `
SELECT ${EVENT} FROM audit_events WHERE tenant_id = $1 AND seq >= $2 ORDER BY seq LIMIT $3`;

/** Whatever happens meanwhile, a chain, its end and its anchors are read as of one moment. */
export const READ_ONE_MOMENT = 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY';

/** $1 tenant. */
export const READ_END = 'SELECT seq, hash FROM audit_chains WHERE tenant_id = $1';

/** $1 tenant. */
export const READ_ANCHORS = `
SELECT tenant_id AS "tenantId", seq, hash, at, key_id AS "keyId", signature FROM audit_anchors WHERE tenant_id = $1 ORDER BY seq`;

/** Whoever left a trace, even where the entries are gone. $1 a tenant, or null for all. */
export const LIST_CHAINS = `
SELECT tenant_id AS "tenantId", max(seq) AS seq FROM (
  SELECT tenant_id, seq FROM audit_chains
  UNION ALL SELECT tenant_id, max(seq) FROM audit_events GROUP BY tenant_id
  UNION ALL SELECT tenant_id, max(seq) FROM audit_anchors GROUP BY tenant_id
) traces WHERE $1::uuid IS NULL OR tenant_id = $1 GROUP BY tenant_id ORDER BY tenant_id`;

/** Chains that have grown since they were last anchored with this key. $1 key. */
export const CHAINS_TO_ANCHOR = `
SELECT c.tenant_id AS "tenantId", c.seq, c.hash, date_trunc('milliseconds', clock_timestamp()) AS at FROM audit_chains c
WHERE c.seq > 0 AND NOT EXISTS (
  SELECT FROM audit_anchors a WHERE a.tenant_id = c.tenant_id AND a.seq >= c.seq AND a.key_id = $1
) ORDER BY c.tenant_id`;

/** $1 tenant, $2 seq, $3 hash, $4 at, $5 key, $6 signature. */
export const INSERT_ANCHOR = `
INSERT INTO audit_anchors (tenant_id, seq, hash, at, key_id, signature) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING seq`;

/** Of one tenant's entries; `at` is the order of their numbers. */
export const AUDIT_LIST = {
  name: 'audit',
  table: 'audit_events',
  columns: EVENT,
  from: 'audit_events e',
  tenant: 'e.tenant_id',
  filters: {
    seq: { type: 'integer', column: 'e.seq' },
    at: { type: 'date', column: 'e.at' },
    action: { type: 'string', column: 'e.action' },
    actorType: { type: 'enum', column: 'e.actor_type', values: ACTOR_TYPES },
    actorId: { type: 'string', column: 'e.actor_id', nullable: true },
    targetType: { type: 'string', column: 'e.target_type', nullable: true },
    targetId: { type: 'string', column: 'e.target_id', nullable: true },
    correlationId: { type: 'string', column: 'e.correlation_id', nullable: true },
  },
  sorts: { at: null },
  key: { column: 'e.seq', type: 'integer' },
} as const satisfies ListDefinition;

/** $1 tenant, $2 action, $3 actor, $4 target, $5–6 from and to a time; null where any will do. */
export const SELECTED_EVENTS = [
  'e.tenant_id = $1',
  "($2::text IS NULL OR e.action = $2 OR starts_with(e.action, $2 || '.'))",
  '($3::text IS NULL OR e.actor_id = $3)',
  '($4::text IS NULL OR e.target_id = $4)',
  '($5::timestamptz IS NULL OR e.at >= $5)',
  '($6::timestamptz IS NULL OR e.at < $6)',
];
