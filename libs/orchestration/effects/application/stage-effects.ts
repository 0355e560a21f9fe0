import { hashJson, type JsonObject } from '#libs/kernel';
import { mayBeSentAgain, type Effect } from '../domain/effect.js';
import type { PaidOperation } from '../domain/paid-operation.js';
import { chargedNothing, requestChanged } from './effect-errors.js';
import type { PaidOperations } from './paid-operations.js';
import { isOf, type Performed, type PerformOptions } from './perform.js';
import type { ProviderGuards } from './provider-guards.js';
import { Purchase } from './purchase.js';
import type { StageJournal } from './stage-journal.js';

/** The journal in the hands of one running stage: the only way to a paid call. */
export class StageEffects {
  /** Everything that was bought or tried, for the provenance of the stage's output. */
  readonly performed: Omit<Performed<JsonObject>, 'result'>[] = [];

  constructor(
    private readonly journal: StageJournal,
    private readonly operations: PaidOperations,
    private readonly guards: ProviderGuards,
  ) {}

  /**
   * Buys something, once. A stage that runs again goes on where the journal stands: what was submitted is polled, what was settled
   * is given again, and what may or may not have happened is found out first.
   * @throws AppError of class `provider`; `effect.ambiguous` where only a person can find out (the stage is put aside by then)
   */
  async perform<Q extends JsonObject, R extends JsonObject>(
    operation: PaidOperation<Q, R>,
    request: Q,
    options: PerformOptions,
  ): Promise<Performed<R>> {
    const candidates = [operation, ...(options.fallbacks ?? [])] as unknown as PaidOperation[];
    const done =
      (await this.goOn(candidates, request, options.key)) ??
      (await this.askInTurn(candidates, request, options));
    const { effectId, provider, costMicros } = done;
    this.performed.push({ effectId, provider, costMicros });
    return done as Performed<R>;
  }

  /** Whether this stage has begun to buy something under this key, in this run or an earlier one. */
  async hasBegun(key: string): Promise<boolean> {
    return (await this.journal.latest(key)) !== null;
  }

  /** Notes that somebody else's purchase was used again, for the provenance. */
  reuse({ effectId, provider }: Performed<JsonObject>): void {
    this.performed.push({ effectId, provider, costMicros: 0, reused: true });
  }

  /** Tells in the job's events that something was made by another than should have made it. */
  disclose({ by, downgraded }: { by: string; downgraded: string }): Promise<void> {
    return this.journal.logFallback({ key: null, from: null, to: by, reason: downgraded });
  }

  /** @returns null where an earlier run has bought nothing under this key */
  private async goOn(
    candidates: PaidOperation[],
    request: JsonObject,
    key: string,
  ): Promise<Performed<JsonObject> | null> {
    const begun = await this.journal.latest(key);
    if (begun === null || mayBeSentAgain(begun)) return null;
    if (begun.requestHash !== hashJson(request)) throw requestChanged(begun);
    return this.purchase(this.ownerOf(begun, candidates), request).follow(begun);
  }

  private async askInTurn(
    candidates: PaidOperation[],
    request: JsonObject,
    { key, cacheKey }: PerformOptions,
  ): Promise<Performed<JsonObject>> {
    for (const [index, candidate] of candidates.entries()) {
      try {
        return await this.purchase(candidate, request).make(key, cacheKey);
      } catch (error) {
        const next = candidates[index + 1];
        if (!chargedNothing(error) || next === undefined) throw error;
        const fallback = { from: candidate.provider, to: next.provider, reason: error.code };
        await this.journal.logFallback({ key, ...fallback });
      }
    }
    throw new TypeError('perform() needs an operation');
  }

  private ownerOf(effect: Effect, candidates: PaidOperation[]): PaidOperation {
    return candidates.find((candidate) => isOf(candidate, effect)) ?? this.operations.ownerOf(effect);
  }

  private purchase(operation: PaidOperation, request: JsonObject): Purchase {
    return new Purchase(operation, request, this.journal, this.guards);
  }
}
