import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { QueueConfig } from './queue.config.js';
import { producerClient } from './redis.js';

/** A connection for everything that is not Bull's: health checks and the like. */
@Injectable()
export class QueueRedis implements OnModuleDestroy {
  readonly client: Redis = producerClient(QueueConfig.fromEnv().REDIS_URL);

  /** @throws when Redis does not answer within two seconds */
  async ping(): Promise<void> {
    await this.client.ping();
  }

  onModuleDestroy(): void {
    this.client.disconnect();
  }
}
