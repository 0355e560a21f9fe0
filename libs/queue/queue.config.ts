import { env, EnvConfig } from '#libs/config';

export class QueueConfig extends EnvConfig({
  REDIS_URL: env
    .url('redis', 'rediss')
    .describe(
      'Redis 6.2 or later, e.g. redis://:password@host:6379. It only wakes workers: it may be emptied at any time.',
    ),
  REDIS_REQUIRE_AOF: env
    .flag()
    .default(true)
    .describe(
      'Whether to refuse a Redis whose append-only file is off. With false, a restart of Redis delays waiting stages.',
    ),
  QUEUE_PREFIX: env.text().default('aiprod').describe('First part of every key of the queues in Redis.'),
}) {}
