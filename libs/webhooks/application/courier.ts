import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SecretBox } from '#libs/secrets';
import { countWebhook } from '#libs/monitoring';
import { bodyOf } from '../domain/events.js';
import { retryDelay } from '../domain/pace.js';
import { signatureHeaders } from '../domain/signature.js';
import { type ClaimedDelivery, DeliveryStore } from '../persistence/delivery-store.js';
import { type SendResult, WebhookSender } from '../sending/sender.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { secretPlace } from './secret-places.js';

/** The longest pause that a receiver may ask for. */
const LONGEST_PAUSE_MS = 86_400_000;

const GONE = 410;

/** Takes due deliveries and makes them, so many at once. Runs in every worker; what one leaves behind, another takes when its lease ends. */
@Injectable()
export class WebhookCourier implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(WebhookCourier.name);
  private readonly underWay = new Map<ClaimedDelivery, Promise<void>>();
  private looking: Promise<void> | undefined;
  private timers: NodeJS.Timeout[] = [];
  private again = false;
  private stopped = false;

  constructor(
    private readonly store: DeliveryStore,
    private readonly sender: WebhookSender,
    private readonly secrets: SecretBox,
    private readonly config: WebhooksConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timers = [
      setInterval(() => this.kick(), this.config.WEBHOOK_POLL_MS),
      setInterval(() => this.renew(), this.config.WEBHOOK_LEASE_MS / 3),
    ];
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await this.looking;
    await Promise.all(this.underWay.values());
    for (const timer of this.timers) clearInterval(timer);
  }

  /** Looks for due deliveries now, without waiting for it. */
  kick(): void {
    if (this.stopped) return;
    this.again = true;
    this.looking ??= this.look()
      .catch((error: unknown) =>
        this.logger.warn(
          { err: error },
          'due webhooks could not be looked for; the next look makes up for it',
        ),
      )
      .finally(() => (this.looking = undefined));
  }

  private async look(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      const free = this.config.WEBHOOK_CONCURRENCY - this.underWay.size;
      if (free === 0) return;
      const claimed = await this.store.claim(free, {
        leaseMs: this.config.WEBHOOK_LEASE_MS,
        perEndpoint: this.config.WEBHOOK_ENDPOINT_CONCURRENCY,
        breakerFailures: this.config.WEBHOOK_BREAKER_FAILURES,
      });
      for (const delivery of claimed) this.begin(delivery);
    }
  }

  private begin(delivery: ClaimedDelivery): void {
    const making = this.deliver(delivery)
      .catch((error: unknown) =>
        this.logger.warn(
          { err: error, deliveryId: delivery.id },
          'a webhook’s outcome was lost; it is sent again',
        ),
      )
      .finally(() => {
        this.underWay.delete(delivery);
        this.kick();
      });
    this.underWay.set(delivery, making);
  }

  private renew(): void {
    if (this.underWay.size === 0) return;
    this.store
      .renew([...this.underWay.keys()], this.config.WEBHOOK_LEASE_MS)
      .catch((error: unknown) =>
        this.logger.warn({ err: error }, 'leases of webhooks could not be renewed; some may be sent twice'),
      );
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const result = await this.sender.send(delivery.url, this.sign(delivery), bodyOf(delivery.event));
    countWebhook(result.report.outcome, result.report.durationMs / 1_000);
    if (result.report.outcome === 'delivered') await this.store.succeed(delivery, result.report);
    else await this.fail(delivery, result);
  }

  private sign({
    endpointId,
    event,
    secret,
    previousSecret,
    bothSign,
  }: ClaimedDelivery): Record<string, string> {
    const opened = [this.secrets.open(secret, secretPlace(endpointId))];
    if (bothSign && previousSecret !== null) {
      opened.push(this.secrets.open(previousSecret, secretPlace(endpointId, 'previous_secret')));
    }
    const message = { id: event.id, timestamp: Math.floor(Date.now() / 1_000), body: bodyOf(event) };
    return signatureHeaders(message, opened);
  }

  private async fail(delivery: ClaimedDelivery, { report, retryAfterMs }: SendResult): Promise<void> {
    const pauseMs = retryAfterMs === null ? null : Math.min(retryAfterMs, LONGEST_PAUSE_MS);
    await this.store.fail(delivery, report, {
      retryInMs: retryDelay(delivery.tries, pauseMs, Math.random(), this.config.WEBHOOK_RETRY_BASE_MS),
      pauseMs,
      breakerFailures: this.config.WEBHOOK_BREAKER_FAILURES,
      breakerBaseMs: this.config.WEBHOOK_RETRY_BASE_MS,
      disableAfterHours: this.config.WEBHOOK_DISABLE_AFTER_HOURS,
      gone: report.statusCode === GONE,
    });
  }
}
