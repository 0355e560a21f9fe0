import type { LoggerService } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CachingModule, ConsistencyCache, GenerationCache } from '#libs/caching';

export interface OpenCache {
  generations: GenerationCache;
  consistency: ConsistencyCache;
  close(): Promise<void>;
}

/** A process's cache with a connection of its own, on the Redis of REDIS_URL. What is given here is set in the environment. */
export async function openCache(
  settings: NodeJS.ProcessEnv = {},
  logger: LoggerService | false = false,
): Promise<OpenCache> {
  // How long a busy machine takes to answer is not what most specs are about.
  Object.assign(process.env, { CACHE_TIMEOUT_MS: '20000', ...settings });
  const module = await Test.createTestingModule({ imports: [CachingModule] }).compile();
  module.useLogger(logger);
  await module.init();
  return {
    generations: module.get(GenerationCache),
    consistency: module.get(ConsistencyCache),
    close: () => module.close(),
  };
}
