import { BullModule } from '@nestjs/bull';
import { type DynamicModule, Module } from '@nestjs/common';
import { BullSender } from './bull-sender.js';
import { QueueConfig } from './queue.config.js';
import { QueueRedis } from './queue-redis.js';
import { consumerClient, producerClient } from './redis.js';

// A message only wakes: it is tried once, and neither success nor failure leaves anything behind in Redis.
const defaultJobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

// A worker that dies with a message in hand gives it back after a lock's length, as often as need be.
const settings = { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 1_000 };

/** Bull queues of these names on one Redis. */
@Module({})
export class QueueModule {
  static forRoot(names: readonly string[]): DynamicModule {
    const queues = BullModule.registerQueueAsync(
      ...names.map((name) => ({
        name,
        useFactory: () => {
          const { REDIS_URL, QUEUE_PREFIX } = QueueConfig.fromEnv();
          return {
            prefix: QUEUE_PREFIX,
            defaultJobOptions,
            settings,
            createClient: (type: 'client' | 'subscriber' | 'bclient') =>
              type === 'client' ? producerClient(REDIS_URL) : consumerClient(REDIS_URL),
          };
        },
      })),
    );
    return {
      module: QueueModule,
      global: true,
      imports: [queues],
      providers: [QueueRedis, BullSender],
      exports: [queues, QueueRedis, BullSender],
    };
  }
}
