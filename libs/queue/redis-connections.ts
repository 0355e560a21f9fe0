import { Injectable } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { QueueConfig } from './queue.config.js';

const COMMON: RedisOptions = {
  keepAlive: 10_000,
  connectTimeout: 5_000,
  retryStrategy: (times) => Math.min(times * 200, 2_000),
};

/** For callers that must not wait: without a connection a command fails at once. */
const PRODUCER: RedisOptions = { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 2_000 };

/** Bull's blocking connections wait for ever by design. */
const CONSUMER: RedisOptions = { maxRetriesPerRequest: null, enableReadyCheck: false };

/** This process's connections to Redis. Bull does not close those that it was given, so they are closed here. */
@Injectable()
export class RedisConnections {
  private readonly opened: Redis[] = [];
  private readonly shared = new Map<string, Redis>();

  constructor(private readonly config: QueueConfig) {}

  /** The connection for commands that must answer or fail soon; one for the whole process. */
  get commands(): Redis {
    return this.once('client', PRODUCER);
  }

  /** What Bull asks for: it may share all but the connection that blocks. */
  forBull(type: 'client' | 'subscriber' | 'bclient'): Redis {
    if (type === 'client') return this.commands;
    return type === 'subscriber' ? this.once(type, CONSUMER) : this.open(CONSUMER);
  }

  /** @throws when Redis does not answer in time */
  async ping(): Promise<void> {
    await this.commands.ping();
  }

  close(): void {
    for (const client of this.opened.splice(0)) client.disconnect();
    this.shared.clear();
  }

  private once(name: string, options: RedisOptions): Redis {
    const client = this.shared.get(name) ?? this.open(options);
    this.shared.set(name, client);
    return client;
  }

  private open(options: RedisOptions): Redis {
    const client = new Redis(this.config.REDIS_URL, { ...COMMON, ...options });
    // ioredis reconnects by itself and readiness tells; without a listener each failed try would be printed.
    client.on('error', () => undefined);
    this.opened.push(client);
    return client;
  }
}
