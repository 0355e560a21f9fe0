import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { PriceBook } from '#libs/costs';
import { Markets, type JsonObject } from '#libs/kernel';
import { ProviderGuards } from '#libs/orchestration';
import { CloudOperation } from '../cloud/cloud-operation.js';
import { TenantOperations } from '../keys/tenant-operations.js';
import { TenantMarket } from './tenant-market.js';

/** Dearer and better ones come first: the choice goes down the list until the money and the quality fit. */
const PREFERENCE = ['veo', 'runway', 'replicate', 'anthropic', 'gemini', 'openai', 'elevenlabs'];

/** The cloud's operations and this machine's, with the prices in force, as each tenant can have them. */
@Injectable()
export class ProviderMarket extends Markets implements OnModuleInit {
  private operations: CloudOperation<JsonObject, JsonObject>[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly prices: PriceBook,
    private readonly guards: ProviderGuards,
    private readonly tenants: TenantOperations,
  ) {
    super();
  }

  onModuleInit(): void {
    const instances = this.discovery.getProviders().map(({ instance }): unknown => instance);
    this.operations = [...new Set(instances.filter((instance) => instance instanceof CloudOperation))].sort(
      (a, b) => rank(a.provider) - rank(b.provider),
    );
  }

  /** For who buys: what is needed for tenants' purchases is there before the first one. */
  load(): Promise<void> {
    return this.tenants.load(this.operations);
  }

  override forTenant(tenantId: string): TenantMarket {
    const operations = () => this.operations.map((each) => this.tenants.forTenant(each, tenantId));
    return new TenantMarket(operations, this.prices, this.guards);
  }
}

const rank = (provider: string): number => {
  const index = PREFERENCE.indexOf(provider);
  return index < 0 ? PREFERENCE.length : index;
};
