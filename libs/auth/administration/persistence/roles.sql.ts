export interface RoleRow {
  name: string;
  description: string;
  permissions: string[];
  anyJob: boolean;
  users: number;
}

const COLUMNS = `r.name, r.description, r.permissions, r.any_job AS "anyJob"`;
const USERS = `(SELECT count(*)::integer FROM users u WHERE u.tenant_id = r.tenant_id AND u.role = r.name) AS users`;

/** $1 tenant. */
export const LIST_ROLES = `SELECT ${COLUMNS}, ${USERS} FROM roles r WHERE r.tenant_id = $1 ORDER BY r.name`;

/** $1 tenant, $2 name. */
export const FIND_ROLE = `SELECT ${COLUMNS}, ${USERS} FROM roles r WHERE r.tenant_id = $1 AND r.name = $2`;

/** Whoever gives the role to somebody meanwhile waits, and so does whoever deletes it. $1 tenant, $2 name. */
export const LOCK_ROLE = `${FIND_ROLE} FOR UPDATE OF r`;

/** Keeps the role from being deleted until it has been given. $1 tenant, $2 name. */
export const HOLD_ROLE = `
SELECT ${COLUMNS}, 0 AS users FROM roles r WHERE r.tenant_id = $1 AND r.name = $2 FOR SHARE OF r`;

/** How many of a tenant's users have each of the built-in roles. $1 tenant. */
export const COUNT_ROLES =
  'SELECT role AS name, count(*)::integer AS users FROM users WHERE tenant_id = $1 GROUP BY role';

/** No row where the name is taken. $1 tenant, $2 name, $3 description, $4 permissions, $5 any job. */
export const ADD_ROLE = `
INSERT INTO roles AS r (tenant_id, name, description, permissions, any_job) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, name) DO NOTHING RETURNING ${COLUMNS}, 0 AS users`;

/** $1 tenant, $2 name, $3 description, $4 permissions, $5 any job. */
export const CHANGE_ROLE = `
UPDATE roles r SET description = $3, permissions = $4, any_job = $5, updated_at = now()
WHERE r.tenant_id = $1 AND r.name = $2 RETURNING ${COLUMNS}, ${USERS}`;

/** $1 tenant, $2 name. */
export const DELETE_ROLE = 'DELETE FROM roles WHERE tenant_id = $1 AND name = $2';
