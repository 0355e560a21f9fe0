import { BullModule, getQueueToken } from '@nestjs/bull';
import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Queue } from 'bull';
import { BullSender } from './bull-sender.js';
import { QueueConfig } from './queue.config.js';
import { RedisConnections } from './redis-connections.js';

// A message only wakes: it is tried once, and neither success nor failure leaves anything behind in Redis.
const defaultJobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

// A worker that dies with a message in hand gives it back after a lock's length, as often as need be. That is short: a message
// that is handed out twice wakes a second worker for nothing, no more.
const settings = {
  lockDuration: 6_000,
  lockRenewTime: 2_000,
  stalledInterval: 3_000,
  maxStalledCount: 1_000_000,
};

@Module({
  providers: [{ provide: QueueConfig, useFactory: () => QueueConfig.fromEnv() }, RedisConnections],
  exports: [QueueConfig, RedisConnections],
})
class RedisModule {}

const QUEUE_NAMES = Symbol('names of the queues');

/** Bull queues of these names on one Redis. */
@Module({})
export class QueueModule implements OnApplicationShutdown {
  constructor(
    private readonly modules: ModuleRef,
    private readonly connections: RedisConnections,
  ) {}

  static forRoot(names: readonly string[]): DynamicModule {
    const queues = BullModule.registerQueueAsync(
      ...names.map((name) => ({
        name,
        imports: [RedisModule],
        inject: [QueueConfig, RedisConnections],
        useFactory: ({ QUEUE_PREFIX }: QueueConfig, connections: RedisConnections) => ({
          prefix: QUEUE_PREFIX,
          defaultJobOptions,
          settings,
          createClient: (type: 'client' | 'subscriber' | 'bclient') => connections.forBull(type),
        }),
      })),
    );
    return {
      module: QueueModule,
      global: true,
      imports: [RedisModule, queues],
      providers: [BullSender, { provide: QUEUE_NAMES, useValue: names }],
      exports: [RedisModule, queues, BullSender],
    };
  }

  /** Closing waits for the messages in hand; a queue that is closed already answers at once. */
  async onApplicationShutdown(): Promise<void> {
    const names = this.modules.get<readonly string[]>(QUEUE_NAMES);
    await Promise.all(
      names.map((name) => this.modules.get<Queue>(getQueueToken(name), { strict: false }).close()),
    );
    this.connections.close();
  }
}
