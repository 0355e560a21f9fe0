import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import type { JsonObject } from '#libs/kernel';
import type { ReadyStage, StageError, StageExecution } from '../../domain/execution.js';
import type { Scope } from '../../domain/views.js';
import { writeDown } from '../../persistence/write-down.js';
import { SpendingLedger } from '../../ports/spending-ledger.js';
import { isFinal, statesBefore, type Effect, type EffectState } from '../domain/effect.js';
import {
  BEGIN_EFFECT,
  EFFECTS_OF_JOB,
  FIND_EFFECT,
  LATEST_EFFECT,
  LOCK_PROVIDER,
  LOG_FALLBACK,
  MARK_SENT_AGAIN,
  MOVE_CLAIMED_EFFECT,
  MOVE_EFFECT,
  MOVE_EFFECT_OF_STAGE,
} from './effects.sql.js';
import { CLAIM_ORPHANS, PARK_FOR_PERSON, PUT_OFF_ORPHAN, RESOLVE_EFFECT } from './orphans.sql.js';

export interface NewEffect {
  id: string;
  key: string;
  provider: string;
  operation: string;
  account: string;
  cacheKey: string | undefined;
  requestHash: string;
  estimatedMicros: number;
  limits: { concurrency: number; perTenant: number; perMinute?: number };
}

/** What is learned about an effect along with its new state. */
export interface Finding {
  externalId?: string | null;
  result?: JsonObject;
  error?: StageError;
  costMicros?: number;
  outcome?: 'charged' | 'not_charged';
}

export interface EffectView extends Effect {
  error: StageError | null;
  createdAt: Date;
  resolvedAt: Date | null;
}

/** The journal's rows. Whoever writes must hold the stage's lease, or a claim of the reconciler's. */
@Injectable()
export class EffectStore {
  constructor(
    private readonly database: Database,
    private readonly ledger: SpendingLedger,
  ) {}

  async latest({ id, generation }: StageExecution, key: string): Promise<Effect | null> {
    const [effect] = await this.database.query<Effect>(LATEST_EFFECT, [id, generation, key]);
    return effect ?? null;
  }

  /**
   * Records the intent and reserves its estimate, both or neither.
   * @returns the effect; `busy` where the provider has no room; null where the lease is lost
   * @throws AppError of class `budget`
   */
  async begin(execution: StageExecution, effect: NewEffect): Promise<Effect | 'busy' | null> {
    await writeDown(this.database, execution);
    return this.database.transaction(async (sql) => {
      await sql.query(LOCK_PROVIDER, [effect.provider, effect.account]);
      const [row] = await sql.query<Effect | { id: null }>(BEGIN_EFFECT, [
        execution.job.id,
        execution.id,
        execution.token,
        effect.id,
        effect.key,
        effect.provider,
        effect.operation,
        effect.requestHash,
        effect.estimatedMicros,
        effect.limits.concurrency,
        effect.limits.perTenant,
        effect.limits.perMinute ?? null,
        effect.account,
        effect.cacheKey ?? null,
      ]);
      if (row === undefined) return null;
      if (row.id === null) return 'busy';
      await this.ledger.hold(sql, row.id);
      return row;
    });
  }

  /** @returns null where the lease is lost, or the effect has moved on without us */
  async move(
    execution: StageExecution,
    effect: Effect,
    to: EffectState,
    finding: Finding = {},
  ): Promise<Effect | null> {
    const params = [...moveParams(effect, to, finding, 'worker'), execution.token];
    return this.moveWith(MOVE_EFFECT_OF_STAGE, params, to);
  }

  async moveClaimed(
    claimedBy: string,
    effect: Effect,
    to: EffectState,
    finding: Finding = {},
  ): Promise<Effect | null> {
    const params = [...moveParams(effect, to, finding, 'reconciler'), claimedBy];
    return this.moveWith(MOVE_CLAIMED_EFFECT, params, to);
  }

  /** What a provider reports by itself. A report that was there before, or comes too late, changes nothing. */
  async moveAsReported(effect: Effect, to: EffectState, finding: Finding): Promise<boolean> {
    const params = moveParams(effect, to, finding, `webhook:${effect.provider}`);
    return (await this.moveWith(MOVE_EFFECT, params, to)) !== null;
  }

  /** An effect that ends is booked in the same transaction. */
  private moveWith(statement: string, params: unknown[], to: EffectState): Promise<Effect | null> {
    const move = async (sql: Sql): Promise<Effect | null> => {
      const [moved] = await sql.query<Effect>(statement, params);
      if (moved !== undefined && isFinal(to)) await this.ledger.settle(sql, moved.id);
      return moved ?? null;
    };
    return isFinal(to) ? this.database.transaction(move) : move(this.database);
  }

  async find(provider: string, externalId: string | null, effectId: string | null): Promise<Effect | null> {
    const [effect] = await this.database.query<Effect>(FIND_EFFECT, [provider, externalId, effectId]);
    return effect ?? null;
  }

  /** @returns false where the lease is lost */
  async markSentAgain({ token }: StageExecution, effect: Effect): Promise<boolean> {
    return (await this.database.query(MARK_SENT_AGAIN, [effect.id, token])).length > 0;
  }

  async logFallback(execution: StageExecution, data: JsonObject): Promise<void> {
    await writeDown(this.database, execution);
    const { job, id, stage, item, token } = execution;
    await this.database.query(LOG_FALLBACK, [job.id, id, token, JSON.stringify({ stage, item, ...data })]);
  }

  /** @returns false where the lease is lost */
  async park({ job, id, token }: StageExecution, effect: Effect, error: StageError): Promise<boolean> {
    const params = [job.id, id, token, effect.id, JSON.stringify(error)];
    return (await this.database.query(PARK_FOR_PERSON, params)).length > 0;
  }

  /** @returns the stages that go on; null where nobody is asked about this effect */
  async resolve(
    at: { jobId: string; effectId: string },
    finding: Finding & { state: 'submitted' | 'reconciled' },
    actor: string,
    leaseMs: number,
  ): Promise<ReadyStage[] | null> {
    return this.database.transaction(async (sql) => {
      const [row] = await sql.query<{ readied: ReadyStage[] | null }>(RESOLVE_EFFECT, [
        at.jobId,
        at.effectId,
        finding.state,
        finding.state === 'reconciled' ? finding.outcome : null,
        finding.externalId ?? null,
        finding.state === 'reconciled' ? (finding.costMicros ?? 0) : null,
        actor,
        leaseMs,
      ]);
      if (row === undefined) return null;
      if (isFinal(finding.state)) await this.ledger.settle(sql, at.effectId);
      return row.readied ?? [];
    });
  }

  ofJob({ tenantId, any, userId }: Scope, jobId: string): Promise<EffectView[]> {
    return this.database.query<EffectView>(EFFECTS_OF_JOB, [tenantId, any, userId, jobId]);
  }

  claimOrphans(
    claimedBy: string,
    forMs: number,
    limit: number,
  ): Promise<(Effect & { cancelled: boolean })[]> {
    return this.database.query(CLAIM_ORPHANS, [claimedBy, forMs, limit]);
  }

  async putOff(claimedBy: string, { id }: Effect, lookAgainMs: number, needsPerson = false): Promise<void> {
    await this.database.query(PUT_OFF_ORPHAN, [id, claimedBy, lookAgainMs, needsPerson]);
  }
}

const moveParams = (effect: Effect, to: EffectState, finding: Finding, actor: string): unknown[] => [
  effect.jobId,
  effect.id,
  statesBefore(to),
  to,
  finding.externalId ?? null,
  finding.result === undefined ? null : JSON.stringify(finding.result),
  finding.error === undefined ? null : JSON.stringify(finding.error),
  finding.costMicros ?? null,
  finding.outcome ?? null,
  actor,
];
