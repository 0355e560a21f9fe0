import { AppError, type JsonObject } from '#libs/kernel';
import type { Effect } from '../domain/effect.js';
import { DefiniteFailure, type PaidOperation, type Submission } from '../domain/paid-operation.js';
import { effectUnanswered } from './effect-errors.js';
import { backoff } from './perform.js';
import type { ProviderGuards } from './provider-guards.js';
import type { StageJournal } from './stage-journal.js';

const RESENDS = 4;

/** Learns what became of a call whose answer was lost, by what the provider offers, without paying twice. */
export class LostAnswer {
  constructor(
    private readonly operation: PaidOperation,
    private readonly journal: StageJournal,
    private readonly guards: ProviderGuards,
    private readonly submit: (effect: Effect) => Promise<Submission<JsonObject>>,
  ) {}

  /**
   * @returns the effect once it has moved on
   * @throws AppError `effect.ambiguous` where only a person can find out (the stage is put aside by then); `effect.unanswered`
   */
  findOut(effect: Effect): Promise<Effect> {
    switch (this.operation.reconciliation) {
      case 'idempotency-key':
        return this.sendAgain(effect);
      case 'lookup':
        return this.lookUp(effect);
      case 'webhook':
        return this.awaitReport(effect);
      case 'none':
        // What costs nothing can't be paid for twice; for the rest a person is asked.
        return effect.estimatedMicros > 0 ? this.journal.park(effect) : this.drop(effect);
    }
  }

  private drop(effect: Effect): Promise<Effect> {
    return this.journal.move(effect, 'reconciled', { outcome: 'not_charged', costMicros: 0 });
  }

  /**
   * The same key is the same call at this provider: it answers with what it has done, or does it now. A refusal tells nothing of the
   * call whose answer was lost, so nobody else is asked after one.
   */
  private async sendAgain(effect: Effect): Promise<Effect> {
    for (let failures = 0; failures < RESENDS; failures++) {
      await this.journal.pause(failures === 0 ? 0 : backoff(failures));
      if (this.guards.isOpen(this.operation)) break;
      if (!(await this.journal.markSentAgain(effect))) return this.journal.reread(effect);
      let submission: Submission<JsonObject>;
      try {
        submission = await this.submit(effect);
      } catch (error) {
        if (error instanceof DefiniteFailure && !error.retryable) return this.journal.park(effect);
        if (error instanceof AppError && !(error instanceof DefiniteFailure)) throw error;
        continue;
      }
      return this.journal.record(effect, submission);
    }
    throw effectUnanswered(this.operation.provider, this.guards.openForMs(this.operation));
  }

  private async lookUp(effect: Effect): Promise<Effect> {
    for (let failures = 0; ; failures++) {
      this.journal.assertHeld();
      const askedAtAge = (await this.journal.reread(effect)).ageMs;
      const found = await this.operation.lookUp?.(this.journal.ticket(effect)).catch(() => undefined);
      if (found) return this.journal.move(effect, 'submitted', found);
      // "Unknown" right after sending proves nothing: the request may still be on its way.
      if (found === null && askedAtAge > this.operation.absentAfterMs) return this.drop(effect);
      await this.journal.pause(backoff(failures + 1));
    }
  }

  private async awaitReport(effect: Effect): Promise<Effect> {
    for (;;) {
      this.journal.assertHeld();
      const now = await this.journal.reread(effect);
      if (now.state !== 'ambiguous') return now;
      if (now.ageMs > this.operation.absentAfterMs) return this.journal.park(effect);
      await this.journal.pause(this.operation.pollIntervalMs);
    }
  }
}
