import type { PriceBook } from '#libs/costs';
import type { JsonObject, Micros, Usage } from '#libs/kernel';
import { PaidOperation } from '#libs/orchestration';

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

  constructor(protected readonly prices: PriceBook) {
    super();
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
