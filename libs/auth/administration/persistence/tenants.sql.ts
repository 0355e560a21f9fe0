import type { ListDefinition } from '#libs/filters';

export interface TenantRow {
  id: string;
  name: string;
  operator: boolean;
  suspendedAt: Date | null;
  createdAt: Date;
  users: number;
}

const USERS = '(SELECT count(*)::integer FROM users u WHERE u.tenant_id = t.id)';

const COLUMNS = `t.id, t.name, t.operator, t.suspended_at AS "suspendedAt", t.created_at AS "createdAt", ${USERS} AS users`;

/** Ids begin with the time at which they were made, so that their order is the order of creation. */
export const TENANT_LIST = {
  name: 'tenants',
  table: 'tenants',
  columns: COLUMNS,
  from: 'tenants t',
  tenant: 't.id',
  filters: {
    id: { type: 'uuid', column: 't.id' },
    name: { type: 'string', column: 't.name' },
    operator: { type: 'boolean', column: 't.operator' },
    suspended: { type: 'boolean', column: '(t.suspended_at IS NOT NULL)' },
    users: { type: 'integer', column: USERS },
    suspendedAt: { type: 'date', column: 't.suspended_at', nullable: true },
    createdAt: { type: 'date', column: 't.created_at' },
  },
  sorts: { createdAt: null, name: { column: 't.name COLLATE "C"', type: 'text' } },
  key: { column: 't.id', type: 'uuid' },
} as const satisfies ListDefinition;

/** $1 tenant. */
export const FIND_TENANT = `SELECT ${COLUMNS} FROM tenants t WHERE t.id = $1`;

/** $1 tenant. */
export const LOCK_TENANT = `${FIND_TENANT} FOR NO KEY UPDATE OF t`;

/** $1 id, $2 name. */
export const ADD_TENANT = 'INSERT INTO tenants (id, name) VALUES ($1, $2)';

/** $1 tenant, $2 name, $3 whether suspended. */
export const CHANGE_TENANT = `
UPDATE tenants SET name = $2, suspended_at = CASE WHEN $3 THEN coalesce(suspended_at, now()) END WHERE id = $1`;
