import type { PriceBook } from '#libs/costs';
import type { JsonObject, Micros, Usage } from '#libs/kernel';
import { OUR_ACCOUNT, PaidOperation } from '#libs/orchestration';
import type { BlobStore } from '#libs/storage';
import type { KeyProvider } from '../keys/domain/key-providers.js';
import { withKey } from './with-key.js';

/** What an adapter says of itself, so that it can be chosen before it is asked. */
export interface Capabilities {
  /** The provider's own name of the model. */
  model: string;
  /** 0 to 1, as its makers' users judge it; our own machine's work stands at 0.7. */
  quality: number;
  /** Longest and shortest piece that one call makes, in seconds; null where length does not matter. */
  seconds: { min: number; max: number } | null;
  /** Aspect ratios of its pictures; empty where it makes none. */
  aspects: readonly string[];
  /** Whether it looks at pictures. */
  sees: boolean;
  /** BCP 47 languages that it speaks; empty for all or where it does not speak. */
  languages: readonly string[];
  /** Of a voice: whether it tells when each word is heard. Left out: it does, or it is no voice. */
  timings?: 'estimated';
}

/** A purchase from a cloud provider, priced by the price list: no price, no call. */
export abstract class CloudOperation<Q extends JsonObject, R extends JsonObject> extends PaidOperation<Q, R> {
  abstract readonly capabilities: Capabilities;
  /** Whether there is a key for it. One that is not configured is never asked. */
  abstract readonly configured: boolean;

  private payer = OUR_ACCOUNT;

  /** Every operation is made of these three, so that it can be made again with another key. */
  constructor(
    protected readonly prices: PriceBook,
    protected readonly config: object,
    protected readonly blobs: BlobStore,
  ) {
    super();
  }

  override get account(): string {
    return this.payer;
  }

  /** Loads what the first call needs. */
  load(): Promise<void> {
    return Promise.resolve();
  }

  /** The same operation, paid by another account. @param key left out: it is not configured then */
  withKey(provider: KeyProvider, key: string | undefined, account: string): this {
    const Same = this.constructor as new (prices: PriceBook, config: object, blobs: BlobStore) => this;
    const other = new Same(this.prices, withKey(this.config, provider, key), this.blobs);
    other.payer = account;
    return other;
  }

  /** The names under which the price list has it. */
  billedAs(_resolution: string): { provider: string; model: string } {
    return { provider: this.provider, model: this.capabilities.model };
  }

  /** The most that the request can use: it is reserved before the call, so the bill must never exceed it. */
  abstract atMost(request: Q): Usage[];

  /** @throws AppError `costs.unknown_price` */
  override estimate(request: Q): Micros {
    return this.prices.cost(this.atMost(request));
  }

  /** What was used, as the provider counted it, in our currency. @throws AppError `costs.unknown_price` */
  protected charge(usage: readonly Usage[]): Micros {
    return this.prices.cost(usage);
  }
}
