import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '#libs/kernel';
import { leaseLost } from '../../application/lease-keeper.js';
import { describeError } from '../../domain/errors.js';
import type { StageExecution } from '../../domain/execution.js';
import { statesBefore, type Effect, type EffectState } from '../domain/effect.js';
import type { Submission } from '../domain/paid-operation.js';
import type { EffectStore, Finding, NewEffect } from '../persistence/effect-store.js';
import { effectAmbiguous } from './effect-errors.js';
import type { StageHold } from './perform.js';
import { IssuedTicket } from './ticket.js';

/** The journal as one running stage may write it: only while it holds its lease. */
export class StageJournal {
  constructor(
    private readonly execution: StageExecution,
    private readonly hold: StageHold,
    private readonly store: EffectStore,
  ) {}

  /** @throws AppError `stage.lease_lost` */
  assertHeld(): void {
    this.hold.assertHeld();
  }

  latest(key: string): Promise<Effect | null> {
    return this.store.latest(this.execution, key);
  }

  /** @returns `busy` where the provider has no room. @throws AppError of class `budget`, `stage.lease_lost` */
  async begin(effect: NewEffect): Promise<Effect | 'busy'> {
    this.assertHeld();
    const begun = await this.store.begin(this.execution, effect);
    if (begun === null) throw leaseLost();
    return begun;
  }

  /** @returns the effect as it then stands: somebody else may have moved it first. @throws AppError `stage.lease_lost` */
  async move(effect: Effect, to: EffectState, finding: Finding = {}): Promise<Effect> {
    const moved = await this.store.move(this.execution, effect, to, finding);
    if (moved !== null) return moved;
    const now = await this.reread(effect);
    // Only whoever has lost the lease is kept from a move that the effect still has before it.
    if (statesBefore(to).includes(now.state)) throw leaseLost();
    return now;
  }

  /** Takes down what the provider answered to a request. */
  record(effect: Effect, submission: Submission<JsonObject>): Promise<Effect> {
    return 'result' in submission
      ? this.move(effect, 'settled', submission)
      : this.move(effect, 'submitted', { externalId: submission.externalId });
  }

  /** The effect as it stands now. */
  async reread(effect: Effect): Promise<Effect> {
    const now = await this.store.find(effect.provider, null, effect.id);
    if (now === null) throw leaseLost();
    return now;
  }

  /** @returns whether it may go out again: not where it has moved on, or the lease is lost */
  markSentAgain(effect: Effect): Promise<boolean> {
    return this.store.markSentAgain(this.execution, effect);
  }

  /** Puts the stage aside until a person has found out. @throws AppError `effect.ambiguous`, `stage.lease_lost` */
  async park(effect: Effect): Promise<never> {
    const error = effectAmbiguous(effect);
    const kept = await this.store.park(this.execution, effect, describeError(error, effect.stage));
    throw kept ? error : leaseLost();
  }

  logFallback(fallback: {
    key: string | null;
    from: string | null;
    to: string;
    reason: string;
  }): Promise<void> {
    return this.store.logFallback(this.execution, fallback);
  }

  ticket(effect: Effect): IssuedTicket {
    return new IssuedTicket(effect.id, this.hold.signal, () => this.assertHeld());
  }

  async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.hold.signal }).catch(() => undefined);
    this.assertHeld();
  }
}
