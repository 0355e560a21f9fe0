import { hashJson, newId, type JsonObject } from '#libs/kernel';
import { describeError } from '../../domain/errors.js';
import type { Effect } from '../domain/effect.js';
import { DefiniteFailure, type PaidOperation, type Submission } from '../domain/paid-operation.js';
import { withLeaseCheck } from './leaving-requests.js';
import { providerBusy, resultLost } from './effect-errors.js';
import { LostAnswer } from './lost-answer.js';
import { backoff, identityOf, type Performed } from './perform.js';
import type { ProviderGuards } from './provider-guards.js';
import type { StageJournal } from './stage-journal.js';

/** One request to one provider, from the intent to its result. */
export class Purchase {
  private readonly lostAnswer: LostAnswer;

  constructor(
    private readonly operation: PaidOperation,
    private readonly request: JsonObject,
    private readonly journal: StageJournal,
    private readonly guards: ProviderGuards,
  ) {
    this.lostAnswer = new LostAnswer(operation, journal, guards, (effect) => this.submit(effect));
  }

  /** Sends a new attempt, and another one where it turns out that the first was never received. */
  async make(key: string, cacheKey: string | undefined): Promise<Performed<JsonObject>> {
    for (;;) {
      const done = await this.follow(await this.send(await this.begin(key, cacheKey)));
      if (done !== null) return done;
    }
  }

  /** Goes on from wherever the effect stands. @returns null where it certainly has not happened */
  async follow(effect: Effect): Promise<Performed<JsonObject> | null> {
    let now = effect;
    for (;;) {
      this.journal.assertHeld();
      switch (now.state) {
        case 'settled':
          return performed(now);
        case 'failed':
          return null;
        case 'reconciled':
          if (now.outcome === 'not_charged') return null;
          throw resultLost(now);
        case 'submitted':
          now = await this.poll(now);
          break;
        case 'intended':
          // Recorded by a run that never came to tell: the call may have been made.
          now = await this.journal.move(now, 'ambiguous');
          break;
        case 'ambiguous':
          now = await this.lostAnswer.findOut(now);
      }
    }
  }

  private async begin(key: string, cacheKey: string | undefined): Promise<Effect> {
    const { operation, request } = this;
    this.guards.assertClosed(operation);
    const effect = await this.journal.begin({
      id: newId(),
      key,
      ...identityOf(operation),
      cacheKey,
      requestHash: hashJson(request),
      estimatedMicros: operation.estimate(request),
      limits: operation.limits,
    });
    if (effect === 'busy') throw providerBusy(operation.provider);
    return effect;
  }

  private async send(effect: Effect): Promise<Effect> {
    let submission: Submission<JsonObject>;
    try {
      submission = await this.submit(effect);
    } catch (failure) {
      const error = describeError(failure, effect.stage);
      if (failure instanceof DefiniteFailure) {
        await this.journal.move(effect, 'failed', { error, costMicros: 0 });
        throw failure;
      }
      this.journal.assertHeld();
      // The answer is lost, the call may not be.
      return this.journal.move(effect, 'ambiguous', { error });
    }
    return this.journal.record(effect, submission);
  }

  private submit(effect: Effect): Promise<Submission<JsonObject>> {
    return this.guards.call(this.operation, () => {
      const ticket = this.journal.ticket(effect);
      const assertHeld = () => ticket.assertHeld();
      assertHeld();
      return withLeaseCheck(assertHeld, () => this.operation.submit(this.request, ticket));
    });
  }

  private async poll(effect: Effect): Promise<Effect> {
    const ticket = this.journal.ticket(effect);
    for (let failures = 0; ;) {
      this.journal.assertHeld();
      const progress = await this.operation.poll(effect.externalId as string, ticket).catch(() => null);
      failures = progress === null ? failures + 1 : 0;
      if (progress?.status === 'done') return this.journal.move(effect, 'settled', progress);
      if (progress?.status === 'failed') {
        const failure = new DefiniteFailure('provider.failed', progress.message, { retryable: true });
        const error = describeError(failure, effect.stage);
        await this.journal.move(effect, 'failed', { error, costMicros: progress.costMicros });
        throw failure;
      }
      await this.journal.pause(failures === 0 ? this.operation.pollIntervalMs : backoff(failures));
    }
  }
}

function performed(effect: Effect): Performed<JsonObject> {
  const { id: effectId, provider, costMicros, result } = effect;
  if (result === null) throw resultLost(effect);
  return { effectId, provider, costMicros: costMicros ?? 0, result };
}
