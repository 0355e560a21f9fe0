import type { StoredRights } from '../callers/rights.js';

export interface StandingRow extends StoredRights {
  /** Which of those that were asked about, from 1 on. */
  number: number;
  tenantId: string;
  role: string;
  /** What the key allows; null where there is none. */
  keyPermissions: string[] | null;
}

/** Those who still may call, and what they may: nobody whose user, tenant or key has ended. $1 users, $2 their keys or null. */
export const STILL_MAY = `
SELECT w.number, u.tenant_id AS "tenantId", u.role, r.permissions, r.any_job AS "anyJob", k.permissions AS "keyPermissions"
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS w (user_id, key_id, number)
JOIN users u ON u.id = w.user_id
JOIN tenants t ON t.id = u.tenant_id
LEFT JOIN roles r ON r.tenant_id = u.tenant_id AND r.name = u.role
LEFT JOIN api_keys k ON k.id = w.key_id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
WHERE u.disabled_at IS NULL AND t.suspended_at IS NULL AND (w.key_id IS NULL OR k.id IS NOT NULL)`;
