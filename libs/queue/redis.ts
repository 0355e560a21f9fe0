import { Redis, type RedisOptions } from 'ioredis';

/** For callers that must not wait: without a connection a command fails at once. */
const PRODUCER: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 2_000,
};

/** Bull's own blocking connections: they wait for ever by design, so only a silent socket ends them. */
const CONSUMER: RedisOptions = { maxRetriesPerRequest: null, enableReadyCheck: false };

const COMMON: RedisOptions = {
  keepAlive: 10_000,
  connectTimeout: 5_000,
  retryStrategy: (times) => Math.min(times * 200, 2_000),
};

export const producerClient = (url: string): Redis => quiet(new Redis(url, { ...COMMON, ...PRODUCER }));

export const consumerClient = (url: string): Redis => quiet(new Redis(url, { ...COMMON, ...CONSUMER }));

/** ioredis reconnects by itself; without a listener each failed try would be printed to stderr. Readiness reports it. */
function quiet(client: Redis): Redis {
  return client.on('error', () => undefined);
}
