import { env, EnvConfig } from '#libs/config';

const YEAR_SECONDS = 31_536_000;

export class CachingConfig extends EnvConfig({
  CACHE_REDIS_URL: env
    .url('redis', 'rediss')
    .optional()
    .describe(
      'A Redis for the cache alone, which may evict (maxmemory-policy allkeys-lru). Left out: the one of REDIS_URL.',
    ),
  CACHE_PREFIX: env.text().default('aiprod-cache').describe('First part of every key of the cache in Redis.'),
  CACHE_TIMEOUT_MS: env
    .integer(10, 60_000)
    .default(1_000)
    .describe(
      'Without an answer for this long, Redis counts as away, and the work is done without the cache.',
    ),
  CACHE_GENERATION_TTL_SECONDS: env
    .integer(1, YEAR_SECONDS)
    .default(86_400)
    .describe('How long what was generated can be used again.'),
  CACHE_CONSISTENCY_TTL_SECONDS: env
    .integer(1, YEAR_SECONDS)
    .default(604_800)
    .describe(
      'How long style, lighting and characters of a subject are remembered for later jobs of the tenant.',
    ),
  CACHE_LEASE_MS: env
    .integer(100, 60_000)
    .default(5_000)
    .describe(
      'When a process dies while others wait for what it generates, one of them takes over after this time.',
    ),
  CACHE_LEASE_LIMIT_SECONDS: env
    .integer(1, 86_400)
    .default(1_800)
    .describe('Nobody waits longer than this for one process to generate something.'),
}) {}
