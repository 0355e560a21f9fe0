import { Module } from '@nestjs/common';
import { CachingModule } from '#libs/caching';
import { PurchaseCache } from './purchase-cache.js';

/** For those who look after the cache. Needs the database. */
@Module({ imports: [CachingModule], providers: [PurchaseCache], exports: [PurchaseCache] })
export class PurchaseCacheModule {}
