import type { ListDefinition } from '#libs/filters';
import { DELIVERY_STATUSES } from '../domain/endpoint.js';

/** $1 id, $2 tenant, $3 user, $4 URL, $5 event types, $6 description, $7 enabled, $8 sealed secret, $9 at most so many in the tenant. */
export const INSERT_ENDPOINT = `
INSERT INTO webhook_endpoints (id, tenant_id, created_by, url, event_types, description, enabled, secret)
SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE (SELECT count(*) FROM webhook_endpoints WHERE tenant_id = $2) < $9::integer
RETURNING *`;

/** $1 tenant, $2 id. */
export const ENDPOINT = 'SELECT * FROM webhook_endpoints WHERE tenant_id = $1 AND id = $2';

/** As above, held until the end of the transaction. */
export const LOCK_ENDPOINT = `${ENDPOINT} FOR UPDATE`;

/** Ids begin with the time at which they were made, so that their order is the order of creation. */
export const ENDPOINT_LIST = {
  name: 'webhook-endpoints',
  table: 'webhook_endpoints',
  columns: 'e.*',
  from: 'webhook_endpoints e',
  tenant: 'e.tenant_id',
  filters: {
    id: { type: 'uuid', column: 'e.id' },
    url: { type: 'string', column: 'e.url' },
    description: { type: 'string', column: 'e.description' },
    enabled: { type: 'boolean', column: 'e.enabled' },
    failingSince: { type: 'date', column: 'e.failing_since', nullable: true },
    createdAt: { type: 'date', column: 'e.created_at' },
    updatedAt: { type: 'date', column: 'e.updated_at' },
  },
  sorts: { createdAt: null, url: { column: 'e.url COLLATE "C"', type: 'text' } },
  key: { column: 'e.id', type: 'uuid' },
} as const satisfies ListDefinition;

/** Switched on or led elsewhere, it begins with a clean slate. $1 id, $2 URL, $3 event types, $4 description, $5 enabled, $6 clean slate. */
export const UPDATE_ENDPOINT = `
UPDATE webhook_endpoints
SET url = $2, event_types = $3, description = $4, enabled = $5, updated_at = now(),
    disabled_reason = CASE WHEN $6 THEN NULL ELSE disabled_reason END,
    consecutive_failures = CASE WHEN $6 THEN 0 ELSE consecutive_failures END,
    failing_since = CASE WHEN $6 THEN NULL ELSE failing_since END,
    paused_until = CASE WHEN $6 THEN NULL ELSE paused_until END
WHERE id = $1 RETURNING *`;

/** $1 id, $2 sealed secret, $3 the old one, sealed for its new place, $4 hours for which both sign. */
export const ROTATE_SECRET = `
UPDATE webhook_endpoints
SET secret = $2, previous_secret = $3, previous_secret_until = now() + $4 * interval '1 hour', updated_at = now()
WHERE id = $1 RETURNING *`;

/** $1 tenant, $2 id. */
export const DELETE_ENDPOINT = 'DELETE FROM webhook_endpoints WHERE tenant_id = $1 AND id = $2 RETURNING url';

const COLUMNS = `d.id, d.event_id, v.type AS event_type, d.status, d.created_at, d.due_at, d.finished_at, d.attempts AS attempt_count,
  (SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY a.number DESC), '[]') FROM (
     SELECT number, started_at AS "startedAt", outcome, duration_ms AS "durationMs", status_code AS "statusCode", error, response
     FROM webhook_attempts WHERE delivery_id = d.id ORDER BY number DESC LIMIT 20) a) AS attempts`;
const FROM = 'webhook_deliveries d JOIN webhook_events v ON v.id = d.event_id';

export const DELIVERY_LIST = {
  name: 'webhook-deliveries',
  table: 'webhook_deliveries',
  columns: COLUMNS,
  from: FROM,
  tenant: 'd.tenant_id',
  filters: {
    id: { type: 'uuid', column: 'd.id' },
    eventId: { type: 'uuid', column: 'd.event_id' },
    eventType: { type: 'string', column: 'v.type' },
    status: { type: 'enum', column: 'd.status', values: DELIVERY_STATUSES },
    attemptCount: { type: 'integer', column: 'd.attempts' },
    createdAt: { type: 'date', column: 'd.created_at' },
    finishedAt: { type: 'date', column: 'd.finished_at', nullable: true },
  },
  sorts: { createdAt: { column: 'd.created_at', type: 'time' } },
  key: { column: 'd.id', type: 'uuid' },
} as const satisfies ListDefinition;

/** $1 endpoint, $2 delivery. */
export const ONE_DELIVERY = `SELECT ${COLUMNS} FROM ${FROM} WHERE d.endpoint_id = $1 AND d.id = $2`;

/** Sends it again, whatever became of it, with a whole day for it; one that is under way is left to end. $1 endpoint, $2 delivery. */
export const REDELIVER = `
UPDATE webhook_deliveries
SET status = 'pending', due_at = now(), tries = 0, expires_at = now() + interval '24 hours', finished_at = NULL, leased_until = NULL
WHERE endpoint_id = $1 AND id = $2 AND (leased_until IS NULL OR leased_until <= now()) RETURNING id`;
