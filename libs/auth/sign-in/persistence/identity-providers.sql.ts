import type { Sql } from '#libs/database';
import type { IdentityProvider, NewIdentityProvider } from '../oidc/identity-provider.js';

const COLUMNS = `id, tenant_id AS "tenantId", name, issuer, client_ids AS "clientIds", jwks_uri AS "jwksUri", claims,
  allowed_tenants AS "allowedTenants", provision_role AS "provisionRole", enabled, client_secret_sealed IS NOT NULL AS "hasClientSecret", created_at AS "createdAt"`;

const LIST = `SELECT ${COLUMNS} FROM identity_providers WHERE tenant_id = $1 ORDER BY name`;
const BY_ISSUER = `SELECT ${COLUMNS} FROM identity_providers WHERE issuer = $1 AND enabled`;
const BY_ID = `
  SELECT ${COLUMNS}, client_secret_sealed AS "clientSecretSealed" FROM identity_providers WHERE id = $1 AND enabled`;
const OFFERED = `
  SELECT p.id, p.name FROM identity_providers p JOIN tenants t ON t.id = p.tenant_id
  WHERE p.enabled AND t.suspended_at IS NULL AND CASE WHEN $1::uuid IS NULL THEN t.operator ELSE t.id = $1 END ORDER BY p.name`;
const INSERT = `
  INSERT INTO identity_providers
    (id, tenant_id, name, issuer, client_ids, jwks_uri, claims, allowed_tenants, provision_role, enabled, client_secret_sealed)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  ON CONFLICT (tenant_id, name) DO NOTHING RETURNING ${COLUMNS}`;
const UPDATE = `
  UPDATE identity_providers
     SET name = $3, issuer = $4, client_ids = $5, jwks_uri = $6, claims = $7, allowed_tenants = $8, provision_role = $9, enabled = $10,
         client_secret_sealed = CASE WHEN $12 THEN client_secret_sealed ELSE $11 END
   WHERE id = $1 AND tenant_id = $2
     AND NOT EXISTS (SELECT FROM identity_providers other WHERE other.tenant_id = $2 AND other.name = $3 AND other.id <> $1)
  RETURNING ${COLUMNS}`;

type Place = { id: string; tenantId: string };

/** Its secret, sealed: null takes it away, undefined leaves it as it is. */
export type SealedProvider = NewIdentityProvider & { sealedSecret: string | null | undefined };

const params = ({ id, tenantId }: Place, provider: SealedProvider): unknown[] => [
  id,
  tenantId,
  provider.name,
  provider.issuer,
  provider.clientIds,
  provider.jwksUri,
  JSON.stringify(provider.claims),
  provider.allowedTenants,
  provider.provisionRole,
  provider.enabled,
  provider.sealedSecret ?? null,
];

export const providersOfTenant = (sql: Sql, tenantId: string): Promise<IdentityProvider[]> =>
  sql.query<IdentityProvider>(LIST, [tenantId]);

/** Of all tenants: which it is for, its client tells. */
export const providersOfIssuer = (sql: Sql, issuer: string): Promise<IdentityProvider[]> =>
  sql.query<IdentityProvider>(BY_ISSUER, [issuer]);

export type ProviderToAsk = IdentityProvider & { clientSecretSealed: string | null };

export type OfferedProvider = Pick<IdentityProvider, 'id' | 'name'>;

/** What a sign-in page may show to anybody. @param tenantId null: of the tenant that operates the system */
export const offeredProviders = (sql: Sql, tenantId: string | null): Promise<OfferedProvider[]> =>
  sql.query<OfferedProvider>(OFFERED, [tenantId]);

/** Whoever's it is: a browser that begins to sign in is nobody's yet. */
export const providerToAsk = async (sql: Sql, id: string): Promise<ProviderToAsk | undefined> =>
  (await sql.query<ProviderToAsk>(BY_ID, [id]))[0];

/** Undefined where the name is taken. */
export const insertProvider = async (
  sql: Sql,
  place: Place,
  provider: SealedProvider,
): Promise<IdentityProvider | undefined> =>
  (await sql.query<IdentityProvider>(INSERT, params(place, provider)))[0];

/** Undefined where there is none, or the name is taken. */
export const updateProvider = async (
  sql: Sql,
  place: Place,
  provider: SealedProvider,
): Promise<IdentityProvider | undefined> =>
  (
    await sql.query<IdentityProvider>(UPDATE, [
      ...params(place, provider),
      provider.sealedSecret === undefined,
    ])
  )[0];

export async function providerExists(sql: Sql, { id, tenantId }: Place): Promise<boolean> {
  const found = await sql.query('SELECT FROM identity_providers WHERE id = $1 AND tenant_id = $2', [
    id,
    tenantId,
  ]);
  return found.length === 1;
}

/** Its users stay, and can't come in by it any more. @returns its name; undefined where there is none */
export const deleteProvider = async (sql: Sql, { id, tenantId }: Place): Promise<string | undefined> =>
  (
    await sql.query<{ name: string }>(
      'DELETE FROM identity_providers WHERE id = $1 AND tenant_id = $2 RETURNING name',
      [id, tenantId],
    )
  )[0]?.name;

export const linkedUser = async (
  sql: Sql,
  { providerId, subject }: { providerId: string; subject: string },
): Promise<string | undefined> =>
  (
    await sql.query<{ userId: string }>(
      'SELECT user_id AS "userId" FROM user_identities WHERE provider_id = $1 AND subject = $2',
      [providerId, subject],
    )
  )[0]?.userId;

/** False where it is linked already. */
export async function linkUser(
  sql: Sql,
  link: { providerId: string; subject: string; userId: string },
): Promise<boolean> {
  const linked = await sql.query(
    `INSERT INTO user_identities (provider_id, subject, user_id) VALUES ($1, $2, $3)
     ON CONFLICT (provider_id, subject) DO NOTHING RETURNING user_id`,
    [link.providerId, link.subject, link.userId],
  );
  return linked.length === 1;
}
