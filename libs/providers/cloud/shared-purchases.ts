import { cacheKey, type GenerationCache } from '#libs/caching';
import type { JsonObject } from '#libs/kernel';
import type { PaidOperation, Performed, PerformOptions, StageEffects } from '#libs/orchestration';
import { purchaseTags } from '../reuse/purchase-tags.js';
import { CloudOperation } from './cloud-operation.js';

/** What a stage buys with. */
export type Purchases = Pick<StageEffects, 'perform'>;

/** Raised whenever the same request may be answered otherwise by the same model. */
const VERSION = '1';

/**
 * Purchases of one stage that pay once for the same: of all of a tenant's stages that ask for it at the same time, in any process,
 * one buys, and the others get what it got; and so do those that ask later, for as long as the cache keeps it. Nothing is shared
 * between tenants: each pays for its own, whosever key it pays with.
 */
export class SharedPurchases implements Purchases {
  constructor(
    private readonly effects: StageEffects,
    private readonly cache: GenerationCache,
    private readonly at: { tenantId: string; jobId: string; signal: AbortSignal },
  ) {}

  /** As `StageEffects.perform`; what was bought for somebody else costs nothing here. */
  async perform<Q extends JsonObject, R extends JsonObject>(
    operation: PaidOperation<Q, R>,
    request: Q,
    options: PerformOptions,
  ): Promise<Performed<R>> {
    // What the stage has begun to buy is its own: it is brought to its end.
    if (await this.effects.hasBegun(options.key)) return this.effects.perform(operation, request, options);
    const { tenantId: scope, jobId, signal } = this.at;
    const asked = [operation, ...(options.fallbacks ?? [])];
    const candidates = asked.map(nameOf).join(' ');
    const kind = operation.operation;
    const key = cacheKey({ kind, input: request, model: candidates, version: VERSION });
    const providers = [...new Set(asked.map(({ provider }) => provider))];
    const tags = purchaseTags({ operation: kind, providers, jobId });
    let refused: Performed<R> | undefined;
    try {
      const { value, from } = await this.cache.getOrCreate({ kind, key, scope, signal, tags }, async () => {
        const performed = await this.effects.perform(operation, request, { ...options, cacheKey: key });
        if (isKeepable(performed.result)) return { ...performed };
        refused = performed;
        throw new NotKept();
      });
      if (from === 'created') return value as unknown as Performed<R>;
      const reused = { ...value, costMicros: 0 } as unknown as Performed<R>;
      this.effects.reuse(reused);
      return reused;
    } catch (error) {
      if (error instanceof NotKept && refused !== undefined) return refused;
      throw error;
    }
  }
}

/** It was paid for, but nobody else should get it. */
class NotKept extends Error {}

/** A refusal or half an answer may be better the next time. */
export const isKeepable = (result: JsonObject): boolean =>
  result.ended === undefined || result.ended === 'complete';

const nameOf = (operation: PaidOperation<never, never> | PaidOperation): string =>
  operation instanceof CloudOperation
    ? `${operation.provider}/${(operation as CloudOperation<JsonObject, JsonObject>).capabilities.model}`
    : operation.provider;
