import { Injectable, Logger } from '@nestjs/common';
import { LruMap, type JsonObject } from '#libs/kernel';
import { OUR_ACCOUNT, ProviderAccounts, type PaidOperation } from '#libs/orchestration';
import { CloudOperation } from '../cloud/cloud-operation.js';
import { keyProviderOf, type KeyProvider } from './domain/key-providers.js';
import { KeyReplica, type KeyInForce } from './key-replica.js';

type AnyCloudOperation = CloudOperation<JsonObject, JsonObject>;

/** An operation with a tenant's key, and the connections to the provider that it keeps. */
interface Client {
  revision: number;
  operation: AnyCloudOperation;
  /** On the monotonic clock: when a key that could not be read is tried again. */
  goodUntil: number;
}

const MOST_CLIENTS = 256;
const TRY_AGAIN_MS = 10_000;

/** The cloud's operations in the hands of tenants: with a tenant's own key where there is one, with ours where not. */
@Injectable()
export class TenantOperations extends ProviderAccounts {
  private readonly logger = new Logger(TenantOperations.name);
  private readonly clients = new LruMap<string, Client>(MOST_CLIENTS);

  constructor(private readonly keys: KeyReplica) {
    super();
  }

  /** The operation as the tenant's next purchase is made. */
  forTenant(operation: AnyCloudOperation, tenantId: string): AnyCloudOperation {
    return this.withTenantsKey(operation, tenantId) ?? operation;
  }

  /** Loads what purchases need that some tenant has a key for: loading an SDK can take seconds, in which a stage would lose its lease. */
  async load(operations: readonly AnyCloudOperation[]): Promise<void> {
    for (const operation of operations) {
      const provider = keyProviderOf(operation.provider);
      const tenantId = provider === null ? undefined : this.keys.anyTenantWith(provider);
      if (tenantId !== undefined) await this.forTenant(operation, tenantId).load();
    }
  }

  override onAccount(operation: PaidOperation, account: string): PaidOperation | undefined {
    if (account === OUR_ACCOUNT) return operation;
    const own =
      operation instanceof CloudOperation
        ? this.withTenantsKey(operation as AnyCloudOperation, account)
        : undefined;
    return own?.configured ? (own as unknown as PaidOperation) : undefined;
  }

  private withTenantsKey(operation: AnyCloudOperation, tenantId: string): AnyCloudOperation | undefined {
    const provider = keyProviderOf(operation.provider);
    const key = provider === null ? undefined : this.keys.find(tenantId, provider);
    if (provider === null || key === undefined) return undefined;
    const name = `${tenantId} ${operation.provider} ${operation.operation}`;
    const known = this.clients.get(name);
    if (known?.revision === key.revision && performance.now() < known.goodUntil) return known.operation;
    const plain = this.open(key, tenantId, provider);
    const made = operation.withKey(provider, plain, tenantId);
    const goodUntil = plain === undefined ? performance.now() + TRY_AGAIN_MS : Infinity;
    this.clients.set(name, { revision: key.revision, operation: made, goodUntil });
    return made;
  }

  /** A key that can't be read leaves its tenant without the provider: we don't pay for who has a key of its own. */
  private open(key: KeyInForce, tenantId: string, provider: KeyProvider): string | undefined {
    try {
      return key.open();
    } catch (error) {
      this.logger.error({ err: error, tenantId, provider }, 'a tenant’s provider key can’t be read');
      return undefined;
    }
  }
}
