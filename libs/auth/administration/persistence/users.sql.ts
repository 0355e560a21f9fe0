export interface UserRow {
  id: string;
  email: string;
  role: string;
  disabledAt: Date | null;
  createdAt: Date;
}

/** With the rights of a role of the tenant's own; null where the role is built in. */
export interface UserWithRights extends UserRow {
  permissions: string[] | null;
  anyJob: boolean | null;
}

const COLUMNS = `u.id, u.email, u.role, u.disabled_at AS "disabledAt", u.created_at AS "createdAt"`;

/** $1 tenant, $2 before this id or null, $3 role or null, $4 at most so many. */
export const LIST_USERS = `
SELECT ${COLUMNS} FROM users u
WHERE u.tenant_id = $1 AND ($2::uuid IS NULL OR u.id < $2) AND ($3::text IS NULL OR u.role = $3) ORDER BY u.id DESC LIMIT $4`;

/** $1 tenant, $2 user. */
export const FIND_USER = `SELECT ${COLUMNS} FROM users u WHERE u.tenant_id = $1 AND u.id = $2`;

/** $1 tenant, $2 user. */
export const LOCK_USER = `
SELECT ${COLUMNS}, r.permissions, r.any_job AS "anyJob"
FROM users u LEFT JOIN roles r ON r.tenant_id = u.tenant_id AND r.name = u.role
WHERE u.tenant_id = $1 AND u.id = $2 FOR NO KEY UPDATE OF u`;

/** Whoever changes who administers a tenant waits here for whoever else does. $1 tenant. */
export const LOCK_ADMINISTRATION = 'SELECT id FROM tenants WHERE id = $1 FOR NO KEY UPDATE';

/** $1 tenant, $2 all but this user. */
export const OTHER_ADMINS = `
SELECT count(*)::integer AS n FROM users WHERE tenant_id = $1 AND id <> $2 AND role = 'ADMIN' AND disabled_at IS NULL`;

/** No row where the address is taken. $1 id, $2 tenant, $3 address, $4 hash of the password, $5 role. */
export const ADD_USER = `
INSERT INTO users AS u (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (lower(email)) DO NOTHING RETURNING ${COLUMNS}`;

/** $1 user, $2 role. */
export const SET_ROLE = `UPDATE users u SET role = $2 WHERE u.id = $1 RETURNING ${COLUMNS}`;

/** $1 user, $2 whether disabled. */
export const SET_DISABLED = `
UPDATE users u SET disabled_at = CASE WHEN $2 THEN coalesce(u.disabled_at, now()) END WHERE u.id = $1 RETURNING ${COLUMNS}`;
