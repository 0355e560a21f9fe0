import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AuditModule } from '#libs/auth';
import { Markets } from '#libs/kernel';
import { ProviderAccounts } from '#libs/orchestration';
import { KeyReplica } from '../keys/key-replica.js';
import { TenantKeys } from '../keys/tenant-keys.js';
import { TenantOperations } from '../keys/tenant-operations.js';
import { ProviderMarket } from './provider-market.js';

/**
 * Who can be asked for what by whom, and for how much: for estimates, the choice and the purchase. Needs the database, secrets, costs
 * and orchestration.
 */
@Global()
@Module({
  imports: [DiscoveryModule, AuditModule],
  providers: [
    KeyReplica,
    TenantKeys,
    TenantOperations,
    { provide: ProviderAccounts, useExisting: TenantOperations },
    ProviderMarket,
    { provide: Markets, useExisting: ProviderMarket },
  ],
  exports: [TenantKeys, ProviderAccounts, ProviderMarket, Markets],
})
export class MarketModule {}
