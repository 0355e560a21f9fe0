import type { ListDefinition } from '#libs/filters';

export interface ApiKeyRow {
  id: string;
  userId: string;
  name: string;
  prefix: string;
  permissions: string[];
  anyJob: boolean;
  replaces: string | null;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  usable: boolean;
}

const USABLE = '(revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()))';

const COLUMNS = `
id, user_id AS "userId", name, prefix, permissions, any_job AS "anyJob", replaces, created_by AS "createdBy", created_at AS "createdAt",
expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt",
${USABLE} AS usable`;

/** Ids begin with the time at which they were made, so that their order is the order of creation. */
export const API_KEY_LIST = {
  name: 'api-keys',
  table: 'api_keys',
  columns: COLUMNS,
  from: 'api_keys',
  tenant: 'tenant_id',
  filters: {
    id: { type: 'uuid', column: 'id' },
    name: { type: 'string', column: 'name' },
    prefix: { type: 'string', column: 'prefix' },
    userId: { type: 'uuid', column: 'user_id' },
    createdBy: { type: 'uuid', column: 'created_by' },
    anyJob: { type: 'boolean', column: 'any_job' },
    usable: { type: 'boolean', column: USABLE },
    createdAt: { type: 'date', column: 'created_at' },
    expiresAt: { type: 'date', column: 'expires_at', nullable: true },
    revokedAt: { type: 'date', column: 'revoked_at', nullable: true },
    lastUsedAt: { type: 'date', column: 'last_used_at', nullable: true },
  },
  sorts: { createdAt: null, name: { column: 'name COLLATE "C"', type: 'text' } },
  key: { column: 'id', type: 'uuid' },
} as const satisfies ListDefinition;

/** Of whose keys: $1 tenant, $2 whether those of others too, $3 user. */
export const KEYS_IN_REACH = ['tenant_id = $1', '($2::boolean OR user_id = $3)'];

/** $1 tenant, $2 whether those of others too, $3 user, $4 key. */
export const FIND_KEY = `
SELECT ${COLUMNS} FROM api_keys WHERE tenant_id = $1 AND ($2 OR user_id = $3) AND id = $4`;

export const LOCK_KEY = `${FIND_KEY} FOR NO KEY UPDATE`;

/** $1 id, $2 tenant, $3 owner, $4 name, $5 prefix, $6 hash, $7 permissions, $8 any job, $9 the key that it replaces, $10 who, $11 until. */
export const ADD_KEY = `
INSERT INTO api_keys (id, tenant_id, user_id, name, prefix, secret_hash, permissions, any_job, replaces, created_by, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${COLUMNS}`;

/** $1 key. */
export const REVOKE_KEY =
  'UPDATE api_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING id';

/** Never later than it would have ended anyway. $1 key, $2 seconds from now. */
export const END_KEY_SOON = `
UPDATE api_keys SET expires_at = least(expires_at, now() + $2 * interval '1 second') WHERE id = $1`;

/** $1 keys, in the order of their ids. */
export const NOTE_USE = `
UPDATE api_keys SET last_used_at = now()
WHERE id = ANY ($1::uuid[]) AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`;
