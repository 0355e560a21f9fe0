export interface TenantRow {
  id: string;
  name: string;
  operator: boolean;
  suspendedAt: Date | null;
  createdAt: Date;
  users: number;
}

const COLUMNS = `t.id, t.name, t.operator, t.suspended_at AS "suspendedAt", t.created_at AS "createdAt",
(SELECT count(*)::integer FROM users u WHERE u.tenant_id = t.id) AS users`;

/** $1 before this id or null, $2 at most so many. */
export const LIST_TENANTS = `
SELECT ${COLUMNS} FROM tenants t WHERE $1::uuid IS NULL OR t.id < $1 ORDER BY t.id DESC LIMIT $2`;

/** $1 tenant. */
export const FIND_TENANT = `SELECT ${COLUMNS} FROM tenants t WHERE t.id = $1`;

/** $1 tenant. */
export const LOCK_TENANT = `${FIND_TENANT} FOR NO KEY UPDATE OF t`;

/** $1 id, $2 name. */
export const ADD_TENANT = 'INSERT INTO tenants (id, name) VALUES ($1, $2)';

/** $1 tenant, $2 name, $3 whether suspended. */
export const CHANGE_TENANT = `
UPDATE tenants SET name = $2, suspended_at = CASE WHEN $3 THEN coalesce(suspended_at, now()) END WHERE id = $1`;
