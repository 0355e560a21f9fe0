import { setTimeout as delay } from 'node:timers/promises';
import { AppError, hashJson, newId, type JsonObject } from '#libs/kernel';
import { leaseLost } from '../../application/lease-keeper.js';
import { describeError } from '../../domain/errors.js';
import type { StageExecution } from '../../domain/execution.js';
import { mayBeSentAgain, type Effect } from '../domain/effect.js';
import { DefiniteFailure, type PaidOperation, type Submission } from '../domain/paid-operation.js';
import type { EffectStore } from '../persistence/effect-store.js';
import {
  chargedNothing,
  effectAmbiguous,
  effectUnanswered,
  providerBusy,
  requestChanged,
  resultLost,
} from './effect-errors.js';
import type { PaidOperations } from './paid-operations.js';
import { backoff, identityOf, isOf, type Performed, type PerformOptions, type StageHold } from './perform.js';
import type { ProviderGuards } from './provider-guards.js';
import { IssuedTicket } from './ticket.js';

const RESENDS = 4;

/** The journal in the hands of one running stage: the only way to a paid call. */
export class StageEffects {
  /** Everything that was bought or tried, for the provenance of the stage's output. */
  readonly performed: Omit<Performed<JsonObject>, 'result'>[] = [];

  constructor(
    private readonly execution: StageExecution,
    private readonly hold: StageHold,
    private readonly store: EffectStore,
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
    { key, fallbacks = [], cacheKey }: PerformOptions,
  ): Promise<Performed<R>> {
    const candidates = [operation, ...fallbacks] as unknown as PaidOperation[];
    const begun = await this.store.latest(this.execution, key);
    if (begun !== null && !mayBeSentAgain(begun)) {
      if (begun.requestHash !== hashJson(request)) throw requestChanged(begun);
      const owner = candidates.find((candidate) => isOf(candidate, begun)) ?? this.operations.ownerOf(begun);
      const done = await this.followUp(owner, request, begun);
      if (done !== null) return done as Performed<R>;
    }
    return (await this.askInTurn(candidates, request, { key, cacheKey })) as Performed<R>;
  }

  /** Whether this stage has begun to buy something under this key, in this run or an earlier one. */
  async hasBegun(key: string): Promise<boolean> {
    return (await this.store.latest(this.execution, key)) !== null;
  }

  /** Notes that somebody else's purchase was used again, for the provenance. */
  reuse({ effectId, provider }: Performed<JsonObject>): void {
    this.performed.push({ effectId, provider, costMicros: 0, reused: true });
  }

  /** Tells in the job's events that something was made by another than should have made it. */
  async disclose({ by, downgraded }: { by: string; downgraded: string }): Promise<void> {
    await this.store.logFallback(this.execution, { key: null, from: null, to: by, reason: downgraded });
  }

  private async askInTurn(
    candidates: PaidOperation[],
    request: JsonObject,
    { key, cacheKey }: PerformOptions,
  ): Promise<Performed<JsonObject>> {
    for (const [index, candidate] of candidates.entries()) {
      try {
        return await this.buy(candidate, request, { key, cacheKey });
      } catch (error) {
        const next = candidates[index + 1];
        if (!chargedNothing(error) || next === undefined) throw error;
        await this.store.logFallback(this.execution, {
          key,
          from: candidate.provider,
          to: next.provider,
          reason: error.code,
        });
      }
    }
    throw new TypeError('perform() needs an operation');
  }

  /** Sends a new attempt, and another one where it turns out that the first was never received. */
  private async buy(
    operation: PaidOperation,
    request: JsonObject,
    { key, cacheKey }: PerformOptions,
  ): Promise<Performed<JsonObject>> {
    for (;;) {
      this.guards.assertClosed(operation);
      this.hold.assertHeld();
      const effect = await this.store.begin(this.execution, {
        id: newId(),
        key,
        ...identityOf(operation),
        cacheKey,
        requestHash: hashJson(request),
        estimatedMicros: operation.estimate(request),
        limits: operation.limits,
      });
      if (effect === null) throw leaseLost();
      if (effect === 'busy') throw providerBusy(operation.provider);
      const done = await this.send(operation, request, effect);
      if (done !== null) return done;
    }
  }

  /** @returns null where it certainly has not happened */
  private async send(
    operation: PaidOperation,
    request: JsonObject,
    effect: Effect,
  ): Promise<Performed<JsonObject> | null> {
    let submission: Submission<JsonObject>;
    try {
      submission = await this.submit(operation, request, effect);
    } catch (error) {
      if (error instanceof DefiniteFailure) {
        await this.store.move(this.execution, effect, 'failed', {
          error: describeError(error, effect.stage),
          costMicros: 0,
        });
        throw error;
      }
      this.hold.assertHeld();
      // The answer is lost, the call may not be.
      const ambiguous = await this.store.move(this.execution, effect, 'ambiguous', {
        error: describeError(error, effect.stage),
      });
      return this.followUp(operation, request, ambiguous ?? (await this.reread(effect)));
    }
    return this.record(operation, request, effect, submission);
  }

  private submit(
    operation: PaidOperation,
    request: JsonObject,
    effect: Effect,
  ): Promise<Submission<JsonObject>> {
    return this.guards.call(operation, () => {
      const ticket = this.ticket(effect);
      ticket.assertHeld();
      return operation.submit(request, ticket);
    });
  }

  private async record(
    operation: PaidOperation,
    request: JsonObject,
    effect: Effect,
    submission: Submission<JsonObject>,
  ): Promise<Performed<JsonObject> | null> {
    const { externalId } = submission;
    const moved =
      'result' in submission
        ? await this.store.move(this.execution, effect, 'settled', submission)
        : await this.store.move(this.execution, effect, 'submitted', { externalId });
    return this.followUp(operation, request, moved ?? (await this.reread(effect)));
  }

  /** Goes on from wherever the effect stands. @returns null where it certainly has not happened */
  private async followUp(
    operation: PaidOperation,
    request: JsonObject,
    effect: Effect,
  ): Promise<Performed<JsonObject> | null> {
    this.hold.assertHeld();
    switch (effect.state) {
      case 'settled':
        return this.done(effect);
      case 'submitted':
        return this.poll(operation, request, effect);
      case 'failed':
        return null;
      case 'reconciled':
        if (effect.outcome === 'not_charged') return null;
        throw resultLost(effect);
      case 'intended': {
        // Recorded by a run that never came to tell: the call may have been made.
        const moved = await this.store.move(this.execution, effect, 'ambiguous');
        return this.followUp(operation, request, moved ?? (await this.reread(effect)));
      }
      case 'ambiguous':
        return this.findOut(operation, request, effect);
    }
  }

  private async poll(
    operation: PaidOperation,
    request: JsonObject,
    effect: Effect,
  ): Promise<Performed<JsonObject> | null> {
    const ticket = this.ticket(effect);
    for (let failures = 0; ;) {
      this.hold.assertHeld();
      const progress = await operation.poll(effect.externalId as string, ticket).catch(() => null);
      failures = progress === null ? failures + 1 : 0;
      if (progress?.status === 'done') {
        const moved = await this.store.move(this.execution, effect, 'settled', progress);
        return this.followUp(operation, request, moved ?? (await this.reread(effect)));
      }
      if (progress?.status === 'failed') {
        const failure = new DefiniteFailure('provider.failed', progress.message, { retryable: true });
        const error = describeError(failure, effect.stage);
        await this.store.move(this.execution, effect, 'failed', { error, costMicros: progress.costMicros });
        throw failure;
      }
      await this.pause(failures === 0 ? operation.pollIntervalMs : backoff(failures));
    }
  }

  /** The answer was lost: learns what became of the call, by what the provider offers, without paying twice. */
  private async findOut(
    operation: PaidOperation,
    request: JsonObject,
    effect: Effect,
  ): Promise<Performed<JsonObject> | null> {
    switch (operation.reconciliation) {
      case 'idempotency-key':
        return this.sendAgain(operation, request, effect);
      case 'lookup':
        return this.lookUp(operation, request, effect);
      case 'webhook':
        return this.awaitReport(operation, request, effect);
      case 'none':
        return this.dropOrPark(effect);
    }
  }

  /** What costs nothing can't be paid for twice; for the rest a person is asked. */
  private async dropOrPark(effect: Effect): Promise<null> {
    if (effect.estimatedMicros > 0) return this.park(effect);
    await this.store.move(this.execution, effect, 'reconciled', { outcome: 'not_charged', costMicros: 0 });
    return null;
  }

  /**
   * The same key is the same call at this provider: it answers with what it has done, or does it now. A refusal tells nothing of the
   * call whose answer was lost, so nobody else is asked after one.
   */
  private async sendAgain(
    operation: PaidOperation,
    request: JsonObject,
    effect: Effect,
  ): Promise<Performed<JsonObject> | null> {
    const { provider } = operation;
    for (let failures = 0; failures < RESENDS; failures++) {
      await this.pause(failures === 0 ? 0 : backoff(failures));
      if (this.guards.isOpen(operation)) break;
      if (!(await this.store.markSentAgain(this.execution, effect))) {
        return this.followUp(operation, request, await this.reread(effect));
      }
      let submission: Submission<JsonObject>;
      try {
        submission = await this.submit(operation, request, effect);
      } catch (error) {
        if (error instanceof DefiniteFailure && !error.retryable) return this.park(effect);
        if (error instanceof AppError && !(error instanceof DefiniteFailure)) throw error;
        continue;
      }
      return this.record(operation, request, effect, submission);
    }
    throw effectUnanswered(provider, this.guards.openForMs(operation));
  }

  private async lookUp(
    operation: PaidOperation,
    request: JsonObject,
    effect: Effect,
  ): Promise<Performed<JsonObject> | null> {
    for (let failures = 0; ; failures++) {
      this.hold.assertHeld();
      const askedAtAge = (await this.reread(effect)).ageMs;
      const found = await operation.lookUp?.(this.ticket(effect)).catch(() => undefined);
      if (found) {
        const moved = await this.store.move(this.execution, effect, 'submitted', found);
        return this.followUp(operation, request, moved ?? (await this.reread(effect)));
      }
      // "Unknown" right after sending proves nothing: the request may still be on its way.
      if (found === null && askedAtAge > operation.absentAfterMs) {
        await this.store.move(this.execution, effect, 'reconciled', {
          outcome: 'not_charged',
          costMicros: 0,
        });
        return null;
      }
      await this.pause(backoff(failures + 1));
    }
  }

  private async awaitReport(
    operation: PaidOperation,
    request: JsonObject,
    effect: Effect,
  ): Promise<Performed<JsonObject> | null> {
    for (;;) {
      this.hold.assertHeld();
      const now = await this.reread(effect);
      if (now.state !== 'ambiguous') return this.followUp(operation, request, now);
      if (now.ageMs > operation.absentAfterMs) return this.park(effect);
      await this.pause(operation.pollIntervalMs);
    }
  }

  private async park(effect: Effect): Promise<never> {
    const error = effectAmbiguous(effect);
    const kept = await this.store.park(this.execution, effect, describeError(error, effect.stage));
    throw kept ? error : leaseLost();
  }

  private done(effect: Effect): Performed<JsonObject> {
    const { id: effectId, provider, costMicros } = effect;
    if (effect.result === null) throw resultLost(effect);
    const performed = { effectId, provider, costMicros: costMicros ?? 0 };
    this.performed.push(performed);
    return { ...performed, result: effect.result };
  }

  /** The effect as it stands now: somebody else may have moved it. */
  private async reread(effect: Effect): Promise<Effect> {
    const now = await this.store.find(effect.provider, null, effect.id);
    if (now === null) throw leaseLost();
    return now;
  }

  private ticket(effect: Effect): IssuedTicket {
    return new IssuedTicket(effect.id, this.hold.signal, () => this.hold.assertHeld());
  }

  private async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.hold.signal }).catch(() => undefined);
    this.hold.assertHeld();
  }
}
