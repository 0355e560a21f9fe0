import type { ListDefinition } from '#libs/filters';

export interface UserRow {
  id: string;
  email: string;
  role: string;
  disabledAt: Date | null;
  /** Whether a second factor is asked for. */
  mfaEnabled: boolean;
  createdAt: Date;
}

/** With the rights of a role of the tenant's own; null where the role is built in. */
export interface UserWithRights extends UserRow {
  permissions: string[] | null;
  anyJob: boolean | null;
}

const MFA_ENABLED =
  '(EXISTS (SELECT FROM totp_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL))';

const COLUMNS = `u.id, u.email, u.role, u.disabled_at AS "disabledAt", u.created_at AS "createdAt", ${MFA_ENABLED} AS "mfaEnabled"`;

/** Ids begin with the time at which they were made, so that their order is the order of creation. */
export const USER_LIST = {
  name: 'users',
  table: 'users',
  columns: COLUMNS,
  from: 'users u',
  tenant: 'u.tenant_id',
  filters: {
    id: { type: 'uuid', column: 'u.id' },
    email: { type: 'string', column: 'u.email' },
    role: { type: 'string', column: 'u.role' },
    disabled: { type: 'boolean', column: '(u.disabled_at IS NOT NULL)' },
    mfaEnabled: { type: 'boolean', column: MFA_ENABLED },
    disabledAt: { type: 'date', column: 'u.disabled_at', nullable: true },
    createdAt: { type: 'date', column: 'u.created_at' },
  },
  sorts: { createdAt: null, email: { column: 'u.email COLLATE "C"', type: 'text' } },
  key: { column: 'u.id', type: 'uuid' },
} as const satisfies ListDefinition;

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
