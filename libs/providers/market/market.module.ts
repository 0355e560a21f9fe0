import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Market } from '#libs/kernel';
import { ProviderMarket } from './provider-market.js';

/** Who can be asked for what, and for how much: for estimates and for the choice. Needs costs and orchestration. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [ProviderMarket, { provide: Market, useExisting: ProviderMarket }],
  exports: [ProviderMarket, Market],
})
export class MarketModule {}
