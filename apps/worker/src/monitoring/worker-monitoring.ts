import { getQueueToken } from '@nestjs/bull';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Queue } from 'bull';
import { CostReports } from '#libs/costs';
import { Database } from '#libs/database';
import {
  MonitoringServerConfig,
  startMonitoringServer,
  trackEstimateError,
  trackOldestReady,
  trackOutbox,
  trackPool,
  trackQueue,
  type MonitoringServer,
} from '#libs/monitoring';
import {
  LeaseKeeper,
  QUEUE_CLASSES,
  ReadinessStore,
  StageRunner,
  StallWatch,
  Slots,
} from '#libs/orchestration';
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
    private readonly runner: StageRunner,
    private readonly stalls: StallWatch,
    private readonly leases: LeaseKeeper,
    private readonly slots: Slots,
    private readonly readiness: ReadinessStore,
    private readonly costs: CostReports,
    private readonly config: MonitoringServerConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    trackPool('worker', () => ({ ...this.database.poolState() }));
    for (const name of QUEUE_CLASSES) {
      const queue = this.modules.get<Queue>(getQueueToken(name), { strict: false });
      trackQueue(name, async () => ({ ...(await queue.getJobCounts()) }));
    }
    trackOldestReady(async () =>
      this.slots.served.map((queue) => [{ queue }, this.stalls.oldestReadySeconds(queue)]),
    );
    trackEstimateError(async () =>
      (await this.costs.estimateErrors()).map(({ pipeline, error }) => [{ pipeline }, error]),
    );
    trackOutbox(async () => [[{}, await this.readiness.outboxSeconds()]]);
    this.server = await startMonitoringServer(this.config, [
      { name: 'postgres', run: () => this.database.query('SELECT 1') },
      { name: 'redis', run: () => this.redis.ping() },
      { name: 'shutdown', run: async () => this.runner.assertTaking() },
      { name: 'progress', run: async () => this.stalls.assertMoving() },
      { name: 'leases', run: async () => this.leases.assertRenewing() },
    ]);
    if (this.server.url !== null) this.logger.log(`metrics and probes on ${this.server.url}`);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server?.close();
  }
}
