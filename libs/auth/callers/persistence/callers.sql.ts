const OWNER = `u.id AS "userId", u.tenant_id AS "tenantId", u.role, t.operator, t.suspended_at IS NOT NULL AS suspended,
       r.permissions, r.any_job AS "anyJob"`;

const STANDING = `
JOIN tenants t ON t.id = u.tenant_id
LEFT JOIN roles r ON r.tenant_id = u.tenant_id AND r.name = u.role
WHERE u.disabled_at IS NULL`;

export interface OwnerRow {
  userId: string;
  tenantId: string;
  role: string;
  operator: boolean;
  suspended: boolean;
  permissions: string[] | null;
  anyJob: boolean | null;
}

export interface KeyRow extends OwnerRow {
  keyId: string;
  prefix: string;
  secretHash: Buffer;
  keyPermissions: string[];
  keyAnyJob: boolean;
  revokedAt: Date | null;
  expiresAt: Date | null;
  expired: boolean;
}

/** Those of the users that may call at all. $1 users. */
export const CALLERS = `
SELECT ${OWNER} FROM unnest($1::uuid[]) AS wanted (id) JOIN users u ON u.id = wanted.id ${STANDING}`;

/** Keys with their owners, ended ones too, so that it can be said why they no longer open. $1 prefixes. */
export const KEYS = `
SELECT ${OWNER}, k.id AS "keyId", k.prefix, k.secret_hash AS "secretHash", k.permissions AS "keyPermissions",
       k.any_job AS "keyAnyJob", k.revoked_at AS "revokedAt", k.expires_at AS "expiresAt", coalesce(k.expires_at <= now(), false) AS expired
FROM unnest($1::text[]) AS wanted (prefix) JOIN api_keys k ON k.prefix = wanted.prefix JOIN users u ON u.id = k.user_id ${STANDING}`;
