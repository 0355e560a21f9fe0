import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { trackWebhooks } from '#libs/monitoring';
import { DeliveryStore } from '../persistence/delivery-store.js';
import type { Source } from '../persistence/publish.sql.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { WebhookCourier } from './courier.js';

const SOURCES: readonly Source[] = ['job', 'budget'];

const HOUSEKEEPING_MS = 60_000;

/** Turns what the logs of jobs and budgets hold into deliveries. Runs in every worker; of each log one reads at a time. */
@Injectable()
export class WebhookPublisher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(WebhookPublisher.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private housekeepingAt = 0;
  private stopped = false;

  constructor(
    private readonly store: DeliveryStore,
    private readonly courier: WebhookCourier,
    private readonly config: WebhooksConfig,
  ) {}

  onApplicationBootstrap(): void {
    trackWebhooks(async () => (await this.store.oldest()).map(({ step, seconds }) => [{ step }, seconds]));
    this.lookIn(0);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private lookIn(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.looking = this.look()
        .catch((error: unknown) =>
          this.logger.warn({ err: error }, 'events could not be published; the next look makes up for it'),
        )
        .then(() => this.lookIn(this.config.WEBHOOK_POLL_MS));
    }, ms);
  }

  private async look(): Promise<void> {
    for (const source of SOURCES) await this.publish(source);
    if (Date.now() < this.housekeepingAt) return;
    for (const source of SOURCES) {
      if (await this.store.republishAfterRestore(source))
        this.logger.warn({ source }, 'the log was restored: published anew');
    }
    while (!this.stopped && (await this.store.expireAndPrune(this.config.WEBHOOK_RETENTION_DAYS)));
    this.housekeepingAt = Date.now() + HOUSEKEEPING_MS;
  }

  private async publish(source: Source): Promise<void> {
    while (!this.stopped && (await this.store.publish(source)) > 0) this.courier.kick();
  }
}
