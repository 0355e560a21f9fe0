import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditActor } from '#libs/auth';
import { Database } from '#libs/database';
import { AppError, isId } from '#libs/kernel';
import { SecretBox, type SecretPlace } from '#libs/secrets';
import { checkedKey, hintOf, type KeyProvider } from './domain/key-providers.js';
import { LIST_KEYS, REMOVE_KEY, SET_KEY, SOME_TENANTS, TENANT_EXISTS } from './persistence/keys.sql.js';

/** A tenant's key, without the key. */
export interface TenantKeyView {
  provider: KeyProvider;
  /** Its last four characters. */
  hint: string;
  createdBy: string;
  createdAt: Date;
  updatedBy: string;
  updatedAt: Date;
}

export const placeOfKey = (tenantId: string, provider: string): SecretPlace => ({
  table: 'tenant_provider_keys',
  column: 'key_sealed',
  row: `${tenantId}/${provider}`,
});

/** Tenants' own keys to providers. A change is known to every process within a second (`KeyReplica`). */
@Injectable()
export class TenantKeys {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly audit: AuditLog,
  ) {}

  /** The tenant that is meant; left out, the only one there is. @throws AppError `provider_key.no_tenant` */
  async tenantMeant(named: string | undefined): Promise<string> {
    if (named === undefined) {
      const [only, another] = await this.database.query<{ id: string }>(SOME_TENANTS);
      if (only !== undefined && another === undefined) return only.id;
      throw noTenant('Say which tenant is meant, by its id');
    }
    if (isId(named) && (await this.database.query(TENANT_EXISTS, [named])).length > 0) return named;
    throw noTenant('There is no tenant with this id');
  }

  list(tenantId: string): Promise<TenantKeyView[]> {
    return this.database.query(LIST_KEYS, [tenantId]);
  }

  /** Sets the key, or puts another in its place. @throws ValidationError for what can't be a key */
  set(tenantId: string, provider: KeyProvider, key: string, actor: AuditActor): Promise<TenantKeyView> {
    const sealed = this.box.seal(checkedKey(key), placeOfKey(tenantId, provider));
    const hint = hintOf(key);
    return this.database.transaction(async (sql) => {
      const params = [tenantId, provider, sealed, hint, nameOf(actor)];
      const [stored] = await sql.query<TenantKeyView>(SET_KEY, params);
      const target = { type: 'provider_key', id: provider };
      await this.audit.record(sql, {
        ...{ tenantId, actor, action: 'provider_key.set', target },
        details: { hint },
      });
      return stored!;
    });
  }

  /** @throws AppError `provider_key.not_found` */
  async remove(tenantId: string, provider: KeyProvider, actor: AuditActor): Promise<void> {
    await this.database.transaction(async (sql) => {
      const [removed] = await sql.query(REMOVE_KEY, [tenantId, provider, nameOf(actor)]);
      if (removed === undefined) {
        throw new AppError('provider_key.not_found', `The tenant has no key of its own to ${provider}`, {
          class: 'input',
        });
      }
      const target = { type: 'provider_key', id: provider };
      await this.audit.record(sql, { tenantId, actor, action: 'provider_key.removed', target });
    });
  }
}

const nameOf = ({ type, id }: AuditActor): string => id ?? type;

const noTenant = (message: string): AppError =>
  new AppError('provider_key.no_tenant', message, { class: 'input' });
