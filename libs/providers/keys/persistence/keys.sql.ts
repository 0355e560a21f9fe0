const VIEW = `provider, hint, created_by AS "createdBy", created_at AS "createdAt", updated_by AS "updatedBy", updated_at AS "updatedAt"`;

/** $1 tenant. */
export const LIST_KEYS = `
SELECT ${VIEW} FROM tenant_provider_keys WHERE tenant_id = $1 AND key_sealed IS NOT NULL ORDER BY provider`;

/** $1 tenant, $2 provider, $3 sealed key, $4 hint, $5 actor. */
export const SET_KEY = `
INSERT INTO tenant_provider_keys AS k (tenant_id, provider, key_sealed, hint, created_by, updated_by)
VALUES ($1, $2, $3, $4, $5, $5)
ON CONFLICT (tenant_id, provider) DO UPDATE SET
  key_sealed = excluded.key_sealed, hint = excluded.hint, updated_by = excluded.updated_by, updated_at = clock_timestamp(),
  created_by = CASE WHEN k.key_sealed IS NULL THEN excluded.created_by ELSE k.created_by END,
  created_at = CASE WHEN k.key_sealed IS NULL THEN clock_timestamp() ELSE k.created_at END
RETURNING ${VIEW}`;

/** The row stays without its key, so that every process hears of it. $1 tenant, $2 provider, $3 actor. No row: there was no key. */
export const REMOVE_KEY = `
UPDATE tenant_provider_keys SET key_sealed = NULL, hint = NULL, updated_by = $3, updated_at = clock_timestamp()
WHERE tenant_id = $1 AND provider = $2 AND key_sealed IS NOT NULL RETURNING provider`;

/** What has changed since revision $1, in every tenant. */
export const CHANGED_KEYS = `
SELECT tenant_id AS "tenantId", provider, key_sealed AS sealed, revision FROM tenant_provider_keys
WHERE revision > $1::bigint ORDER BY revision`;

/** At most two, so that who leaves out the tenant is understood where there is one. */
export const SOME_TENANTS = 'SELECT id FROM tenants ORDER BY id LIMIT 2';

/** $1 id. */
export const TENANT_EXISTS = 'SELECT 1 FROM tenants WHERE id = $1::uuid';
