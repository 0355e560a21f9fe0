import type { OnModuleInit } from '@nestjs/common';
import type { PriceBook } from '#libs/costs';
import type { Usage } from '#libs/kernel';
import { decodeWav, encodeWav, type Samples } from '#libs/media';
import type { EffectProgress, EffectTicket, Submission } from '#libs/orchestration';
import type { BlobStore } from '#libs/storage';
import type { WordTiming } from '../../ports/index.js';
import { beforeSending, unfit } from '../before-sending.js';
import type { CloudConfig } from '../cloud.config.js';
import { CloudOperation } from '../cloud-operation.js';
import { limitsOf, type Limits } from '../limits.js';
import type { SpeechDelivery, SpeechOrder } from '../requests.js';

/** A recording as it came: a WAVE file, and the words' times. */
export interface Recording {
  id: string | null;
  wav: Buffer;
  words(audio: Samples): WordTiming[];
}

/** Sends at once. */
export type Speak = (signal: AbortSignal) => Promise<Recording>;

/** `speech.speak` by one provider, billed by the character. Its adapter knows the protocol. */
export abstract class SpeechGeneration
  extends CloudOperation<SpeechOrder, SpeechDelivery>
  implements OnModuleInit
{
  override readonly operation = 'speech.speak';
  /** None of them finds a recording again that was lost. */
  override readonly reconciliation = 'none';
  override readonly pollIntervalMs = 1_000;
  override readonly limits: Limits;
  /** The longest text that one call takes. */
  protected abstract readonly maxCharacters: number;

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
  protected abstract call(order: SpeechOrder): Promise<Speak>;
  /** An SDK's error by what it means for the money. */
  protected abstract failureOf(error: unknown): unknown;

  /** Loading an SDK can take seconds, in which a stage would lose its lease: it is done before the first one. */
  async onModuleInit(): Promise<void> {
    if (this.configured) await this.load();
  }

  override async load(): Promise<void> {
    await this.connect();
  }

  /** What it will be: the bill goes by the text that was sent. */
  override atMost({ text }: SpeechOrder): Usage[] {
    const { provider, capabilities } = this;
    return [{ provider, model: capabilities.model, unit: 'characters', quantity: text.length }];
  }

  override async submit(order: SpeechOrder, ticket: EffectTicket): Promise<Submission<SpeechDelivery>> {
    const speak = await beforeSending(this.provider, () => this.prepare(order));
    ticket.assertHeld();
    const { id, wav, words } = await speak(ticket.signal).catch((error: unknown) => {
      throw this.failureOf(error);
    });
    const audio = decodeWav(wav);
    const usage = this.atMost(order);
    return {
      externalId: id,
      result: {
        model: this.capabilities.model,
        usage,
        // Written anew: a file that was streamed does not know its own length.
        audio: await this.blobs.putBytes(encodeWav(audio), 'audio/wav'),
        words: words(audio),
      },
      costMicros: this.charge(usage),
    };
  }

  override poll(): Promise<EffectProgress<SpeechDelivery>> {
    throw new TypeError(`${this.provider} speaks at once: there is nothing to poll`);
  }

  private prepare(order: SpeechOrder): Promise<Speak> {
    if (order.text.trim() === '') throw unfit('there is nothing to say');
    if (order.text.length > this.maxCharacters) {
      throw unfit(`the text has more than ${this.maxCharacters} characters`);
    }
    return this.call(order);
  }
}
