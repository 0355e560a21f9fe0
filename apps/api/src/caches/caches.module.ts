import { Module } from '@nestjs/common';
import { PurchaseCacheModule } from '#libs/providers';
import { CachesController } from './caches.controller.js';

@Module({ imports: [PurchaseCacheModule], controllers: [CachesController] })
export class CachesApiModule {}
