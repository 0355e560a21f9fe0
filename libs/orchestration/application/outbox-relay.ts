import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { acrossTenants } from '#libs/database';
import { OrchestrationConfig } from '../orchestration.config.js';
import { MaintenanceStore } from '../persistence/maintenance-store.js';
import { WakeQueue } from '../ports/wake-queue.js';

/** Moves messages from the outbox to the queue: at once after this process's own commits, and on a timer for everyone else's. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private timer: NodeJS.Timeout | undefined;
  private draining: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly store: MaintenanceStore,
    private readonly queue: WakeQueue,
    private readonly config: OrchestrationConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.kick(), this.config.OUTBOX_POLL_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.draining;
  }

  /** Looks now, without waiting for it. */
  kick(): void {
    if (this.stopped) return;
    this.again = true;
    // Whoever kicks, it takes everybody's messages along.
    this.draining ??= acrossTenants(() => this.drain())
      .catch((error: unknown) =>
        this.logger.warn({ err: error }, 'messages stay in the outbox: the queue could not be reached'),
      )
      .finally(() => (this.draining = undefined));
  }

  private async drain(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      while ((await this.store.relay((wakes) => this.queue.send(wakes))) > 0);
    }
  }
}
