import { Global, Module } from '@nestjs/common';
import { QueueConfig } from '#libs/queue';
import { CacheConnection } from './cache-connection.js';
import { CacheFigures } from './cache-figures.js';
import { CachingConfig } from './caching.config.js';
import { ConsistencyCache } from './consistency-cache.js';
import { GenerationCache } from './generation-cache.js';

/** The caches, on one connection to Redis. */
@Global()
@Module({
  providers: [
    { provide: CachingConfig, useFactory: () => CachingConfig.fromEnv() },
    {
      provide: CacheConnection,
      inject: [CachingConfig],
      useFactory: (config: CachingConfig) =>
        new CacheConnection(
          config.CACHE_REDIS_URL ?? QueueConfig.fromEnv().REDIS_URL,
          config.CACHE_TIMEOUT_MS,
        ),
    },
    CacheFigures,
    GenerationCache,
    ConsistencyCache,
  ],
  exports: [CachingConfig, CacheFigures, GenerationCache, ConsistencyCache],
})
export class CachingModule {}
