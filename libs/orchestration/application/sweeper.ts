import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { OrchestrationConfig } from '../orchestration.config.js';
import { MaintenanceStore } from '../persistence/maintenance-store.js';
import { OutboxRelay } from './outbox-relay.js';

/** Finds what nobody works on any more: expired leases, due timers, messages that the queue forgot. Runs in every worker. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Sweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly store: MaintenanceStore,
    private readonly relay: OutboxRelay,
    private readonly config: OrchestrationConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping ??= this.sweep()
        .catch((error: unknown) => this.logger.warn({ err: error }, 'sweep failed; the next one tries again'))
        .finally(() => (this.sweeping = undefined));
    }, this.config.SWEEP_INTERVAL_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  async sweep(): Promise<void> {
    const expired = await this.store.expireLeases();
    const promoted = await this.store.promoteTimers();
    const forgotten = await this.store.redispatchForgotten();
    if (expired + promoted + forgotten === 0) return;
    this.logger.log({ expired, promoted, forgotten }, 'stages set in motion again');
    this.relay.kick();
  }
}
