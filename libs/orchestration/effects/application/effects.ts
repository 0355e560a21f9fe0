import { Injectable } from '@nestjs/common';
import { acrossTenants } from '#libs/database';
import { AppError, isId, type JsonObject, type Micros } from '#libs/kernel';
import { JobQueries } from '../../application/job-queries.js';
import { Dispatcher } from '../../application/dispatcher.js';
import type { StageExecution } from '../../domain/execution.js';
import type { Scope } from '../../domain/views.js';
import { OrchestrationConfig } from '../../orchestration.config.js';
import { EffectStore, type EffectView } from '../persistence/effect-store.js';
import { PaidOperations } from './paid-operations.js';
import { ProviderGuards } from './provider-guards.js';
import type { StageHold } from './perform.js';
import { StageEffects } from './stage-effects.js';
import { StageJournal } from './stage-journal.js';

/** What a person found out at the provider. */
export interface EffectResolution {
  outcome: 'charged' | 'not_charged';
  /** Its id there, where it can be followed from. */
  externalId?: string;
  /** What it charged, where there is nothing to follow. */
  costMicros?: Micros;
}

/** What a provider reports by itself. */
export interface EffectReport {
  effectId?: string;
  externalId?: string;
  status: 'done' | 'failed';
  result?: JsonObject;
  costMicros: Micros;
}

/** The journal of everything that is bought outside. */
@Injectable()
export class Effects {
  constructor(
    private readonly store: EffectStore,
    private readonly operations: PaidOperations,
    private readonly guards: ProviderGuards,
    private readonly queries: JobQueries,
    private readonly dispatcher: Dispatcher,
    private readonly config: OrchestrationConfig,
  ) {}

  forStage(execution: StageExecution, hold: StageHold): StageEffects {
    return new StageEffects(new StageJournal(execution, hold, this.store), this.operations, this.guards);
  }

  /** Oldest first. @throws AppError `job.not_found` */
  async list(scope: Scope, jobId: string): Promise<EffectView[]> {
    await this.queries.get(scope, jobId);
    return this.store.ofJob(scope, jobId);
  }

  /**
   * Says what became of an effect that nobody else can find out about; its job goes on from there.
   * @throws AppError `job.not_found`, `effect.not_found`, `effect.not_in_question`
   */
  async resolve(
    scope: Scope,
    jobId: string,
    effectId: string,
    resolution: EffectResolution,
  ): Promise<EffectView> {
    const effects = await this.list(scope, jobId);
    if (!isId(effectId) || !effects.some(({ id }) => id === effectId)) {
      throw new AppError('effect.not_found', 'The job has no effect with this id', { class: 'input' });
    }
    const { outcome, externalId, costMicros } = resolution;
    const canBeFollowed = outcome === 'charged' && externalId !== undefined;
    const readied = await this.store.resolve(
      { jobId, effectId },
      {
        state: canBeFollowed ? 'submitted' : 'reconciled',
        outcome,
        externalId,
        costMicros: outcome === 'charged' ? costMicros : 0,
      },
      scope.userId,
      this.config.STAGE_LEASE_MS,
    );
    if (readied === null) {
      throw new AppError('effect.not_in_question', 'What became of this effect is known', { class: 'input' });
    }
    this.dispatcher.readied(readied);
    return (await this.list(scope, jobId)).find(({ id }) => id === effectId) as EffectView;
  }

  /**
   * Takes a provider's own word, as its webhook brings it: repeated and late reports change nothing.
   * @returns whether it was news
   */
  report(provider: string, report: EffectReport): Promise<boolean> {
    // A provider knows its own id and no tenant.
    return acrossTenants(() => this.take(provider, report));
  }

  private async take(provider: string, report: EffectReport): Promise<boolean> {
    const effect = await this.store.find(provider, report.externalId ?? null, report.effectId ?? null);
    if (effect === null) return false;
    const { externalId, result, costMicros } = report;
    return report.status === 'done'
      ? this.store.moveAsReported(effect, 'settled', { externalId, result, costMicros })
      : this.store.moveAsReported(effect, 'failed', { externalId, costMicros });
  }
}
