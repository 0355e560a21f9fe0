import { getQueueToken } from '@nestjs/bull';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Queue } from 'bull';
import { Database } from '#libs/database';
import {
  MonitoringServerConfig,
  startMonitoringServer,
  trackPool,
  trackQueue,
  type MonitoringServer,
} from '#libs/monitoring';
import { QUEUE_CLASSES } from '#libs/orchestration';
import { RedisConnections } from '#libs/queue';

/** What operators see of a worker: probes, and metrics of its pool and of the queues it serves. */
@Injectable()
export class WorkerMonitoring implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(WorkerMonitoring.name);
  private server: MonitoringServer | undefined;

  constructor(
    private readonly modules: ModuleRef,
    private readonly database: Database,
    private readonly redis: RedisConnections,
    private readonly config: MonitoringServerConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    trackPool('worker', () => ({ ...this.database.poolState() }));
    for (const name of QUEUE_CLASSES) {
      const queue = this.modules.get<Queue>(getQueueToken(name), { strict: false });
      trackQueue(name, async () => ({ ...(await queue.getJobCounts()) }));
    }
    this.server = await startMonitoringServer(this.config, [
      { name: 'postgres', run: () => this.database.query('SELECT 1') },
      { name: 'redis', run: () => this.redis.ping() },
    ]);
    if (this.server.url !== null) this.logger.log(`metrics and probes on ${this.server.url}`);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server?.close();
  }
}
