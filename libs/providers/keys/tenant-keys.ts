import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditActor } from '#libs/auth';
import { Database } from '#libs/database';
import { AppError } from '#libs/kernel';
import { SecretBox, type SecretPlace } from '#libs/secrets';
import { checkedKey, hintOf, type KeyProvider } from './domain/key-providers.js';
import { LIST_KEYS, REMOVE_KEY, SET_KEY } from './persistence/keys.sql.js';

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
