import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { acrossTenants, Database } from '#libs/database';
import { SecretBox } from '#libs/secrets';
import type { KeyProvider } from './domain/key-providers.js';
import { CHANGED_KEYS } from './persistence/keys.sql.js';
import { placeOfKey } from './tenant-keys.js';

/** How long a change takes at most to be known here, and with it the time that the query takes. */
const REFRESH_MS = 500;

interface ChangedKey {
  tenantId: string;
  provider: KeyProvider;
  sealed: string | null;
  revision: number;
}

/** A key as it is in force. */
export interface KeyInForce {
  tenantId: string;
  provider: KeyProvider;
  /** Raised with every change of any key. */
  revision: number;
  /** @throws SecretsError `secrets.unreadable` */
  open(): string;
}

/**
 * All tenants' keys in this process, still sealed. Who can be asked is decided many times a second and within transactions, so it must
 * not wait for the database; what has changed there is fetched twice a second.
 */
@Injectable()
export class KeyReplica implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(KeyReplica.name);
  private readonly keys = new Map<string, KeyInForce>();
  private revision = 0;
  private timer: NodeJS.Timeout | undefined;
  private refreshing: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => {
      this.refreshing ??= this.refresh()
        .catch((error: unknown) =>
          this.logger.warn({ err: error }, 'tenants’ provider keys not refreshed; the known ones stay'),
        )
        .finally(() => (this.refreshing = undefined));
    }, REFRESH_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.refreshing;
  }

  /** Undefined where the tenant has no key of its own. */
  find(tenantId: string, provider: KeyProvider): KeyInForce | undefined {
    return this.keys.get(nameOf(tenantId, provider));
  }

  /** Undefined where no tenant has a key to the provider. */
  anyTenantWith(provider: KeyProvider): string | undefined {
    return [...this.keys.values()].find((key) => key.provider === provider)?.tenantId;
  }

  private async refresh(): Promise<void> {
    // Every tenant's jobs may run here; what is found stays sealed, and is looked up by the tenant.
    const changed = await acrossTenants(() => this.database.query<ChangedKey>(CHANGED_KEYS, [this.revision]));
    for (const key of changed) this.take(key);
  }

  private take({ tenantId, provider, sealed, revision }: ChangedKey): void {
    const name = nameOf(tenantId, provider);
    const open = () => this.box.open(sealed as string, placeOfKey(tenantId, provider));
    if (sealed === null) this.keys.delete(name);
    else this.keys.set(name, { tenantId, provider, revision, open });
    this.revision = revision;
  }
}

const nameOf = (tenantId: string, provider: KeyProvider): string => `${tenantId} ${provider}`;
