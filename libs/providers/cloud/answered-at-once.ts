import type { OnModuleInit } from '@nestjs/common';
import type { PriceBook } from '#libs/costs';
import type { JsonObject } from '#libs/kernel';
import type { EffectProgress, EffectTicket } from '#libs/orchestration';
import type { BlobStore } from '#libs/storage';
import { beforeSending } from './before-sending.js';
import type { CloudConfig } from './cloud.config.js';
import { CloudOperation } from './cloud-operation.js';
import { limitsOf, type Limits } from './limits.js';

/** Sends at once. */
export type Sending<Reply> = (signal: AbortSignal) => Promise<Reply>;

/** An operation whose result is the answer to the call that asks for it. Its adapter knows the protocol. */
export abstract class AnsweredAtOnce<Q extends JsonObject, R extends JsonObject, Call, Reply>
  extends CloudOperation<Q, R>
  implements OnModuleInit
{
  /** No provider finds an answer again that was lost. */
  override readonly reconciliation = 'none';
  override readonly pollIntervalMs = 1_000;
  override readonly limits: Limits;

  constructor(
    prices: PriceBook,
    protected override readonly config: CloudConfig,
    blobs: BlobStore,
  ) {
    super(prices, config, blobs);
    this.limits = limitsOf(config);
  }

  /** Loads the SDK, once. */
  protected abstract connect(): Promise<unknown>;
  /** Makes the call ready, so that nothing but the sending is left to do. */
  protected abstract call(call: Call): Promise<Sending<Reply>>;
  /** An SDK's error by what it means for the money. */
  protected abstract failureOf(error: unknown): unknown;

  /** Loading an SDK can take seconds, in which a stage would lose its lease: it is done before the first one. */
  async onModuleInit(): Promise<void> {
    if (this.configured) await this.load();
  }

  override async load(): Promise<void> {
    await this.connect();
  }

  override poll(): Promise<EffectProgress<R>> {
    throw new TypeError(`${this.provider} answers at once: there is nothing to poll`);
  }

  /** @throws DefiniteFailure where nothing was sent */
  protected async ask(prepare: () => Promise<Sending<Reply>>, ticket: EffectTicket): Promise<Reply> {
    const send = await beforeSending(this.provider, prepare);
    ticket.assertHeld();
    return send(ticket.signal).catch((error: unknown) => {
      throw this.failureOf(error);
    });
  }
}
