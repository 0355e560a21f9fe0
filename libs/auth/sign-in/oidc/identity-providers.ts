import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { newId, ValidationError } from '#libs/kernel';
import { SecretBox } from '#libs/secrets';
import type { AuditActor } from '../../audit/domain/entry.js';
import { AuditLog } from '../../audit/audit-log.js';
import { AuthError } from '../../auth.errors.js';
import {
  deleteProvider,
  insertProvider,
  providerExists,
  providersOfTenant,
  type SealedProvider,
  updateProvider,
} from '../persistence/identity-providers.sql.js';
import { SignInConfig } from '../sign-in.config.js';
import { type IdentityProvider, type NewIdentityProvider, placeOfClientSecret } from './identity-provider.js';

/** Who changes them. */
export interface ProviderAdmin {
  tenantId: string;
  actor: AuditActor;
}

/** A tenant's identity providers. Whoever may change them decides who gets in: they can vouch for any user of the tenant. */
@Injectable()
export class IdentityProviders {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly config: SignInConfig,
    private readonly box: SecretBox,
  ) {}

  list(tenantId: string): Promise<IdentityProvider[]> {
    return providersOfTenant(this.database, tenantId);
  }

  /** @throws AuthError `auth.identity_provider_taken`; ValidationError */
  create(admin: ProviderAdmin, provider: NewIdentityProvider): Promise<IdentityProvider> {
    this.check(provider);
    return this.database.transaction(async (sql) => {
      const id = newId();
      const created = await insertProvider(sql, { id, tenantId: admin.tenantId }, this.sealed(id, provider));
      if (!created) throw taken();
      await this.record(sql, admin, 'identity_provider.created', created);
      return created;
    });
  }

  /** @throws AuthError `auth.identity_provider_not_found`, `auth.identity_provider_taken`; ValidationError */
  replace(admin: ProviderAdmin, id: string, provider: NewIdentityProvider): Promise<IdentityProvider> {
    this.check(provider);
    const place = { id, tenantId: admin.tenantId };
    return this.database.transaction(async (sql) => {
      const changed = await updateProvider(sql, place, this.sealed(id, provider));
      if (!changed) throw (await providerExists(sql, place)) ? taken() : notFound();
      await this.record(sql, admin, 'identity_provider.changed', changed);
      return changed;
    });
  }

  /** @throws AuthError `auth.identity_provider_not_found` */
  async delete(admin: ProviderAdmin, id: string): Promise<void> {
    await this.database.transaction(async (sql) => {
      const name = await deleteProvider(sql, { id, tenantId: admin.tenantId });
      if (name === undefined) throw notFound();
      await this.record(sql, admin, 'identity_provider.deleted', { id, name });
    });
  }

  private sealed(id: string, provider: NewIdentityProvider): SealedProvider {
    const { clientSecret: secret } = provider;
    const sealedSecret = typeof secret === 'string' ? this.box.seal(secret, placeOfClientSecret(id)) : secret;
    return { ...provider, sealedSecret };
  }

  private check({ issuer, jwksUri }: NewIdentityProvider): void {
    const fields = Object.entries({ issuer, jwksUri }).filter(
      (entry): entry is [string, string] => entry[1] !== null && !this.isUsable(entry[1]),
    );
    if (fields.length === 0) return;
    const message = 'must be an https address without a user name, a query or a fragment';
    throw new ValidationError(fields.map(([path]) => ({ path, message })));
  }

  private isUsable(address: string): boolean {
    if (!URL.canParse(address) || /[?#\s]/.test(address)) return false;
    const { protocol, username, password } = new URL(address);
    const allowed = protocol === 'https:' || (protocol === 'http:' && this.config.AUTH_OIDC_ALLOW_HTTP);
    return allowed && username === '' && password === '';
  }

  private record(
    sql: Sql,
    { tenantId, actor }: ProviderAdmin,
    action: string,
    { id, name, ...rest }: { id: string; name: string } & Partial<IdentityProvider>,
  ): Promise<void> {
    const { issuer, clientIds, jwksUri, allowedTenants, provisionRole, enabled } = rest;
    return this.audit.record(sql, {
      tenantId,
      actor,
      action,
      target: { type: 'identity_provider', id },
      details: { name, issuer, clientIds, jwksUri, allowedTenants, provisionRole, enabled },
    });
  }
}

const taken = () =>
  new AuthError('auth.identity_provider_taken', 'There is an identity provider of this name already');

const notFound = () =>
  new AuthError('auth.identity_provider_not_found', 'There is no identity provider with this id');
