import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { isRefusedStatement } from '#libs/database';
import { AppError } from '#libs/kernel';
import { describeError } from '../domain/errors.js';
import type { Claim, StageExecution, StageResult } from '../domain/execution.js';
import { DEFAULT_MAX_ATTEMPTS, type GraphStage, type PipelineGraph } from '../domain/pipeline-graph.js';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import { retryDelayMs } from '../domain/retry.js';
import { OrchestrationConfig } from '../orchestration.config.js';
import { StageStore } from '../persistence/stage-store.js';
import type { StageOutcome } from '../ports/stage-observer.js';
import { Admission } from '../admission/admission.js';
import { EFFECT_AMBIGUOUS } from '../effects/application/effect-errors.js';
import { CostGate } from '../approvals/cost-gate.js';
import { completionOf } from './completion.js';
import { Dispatcher } from './dispatcher.js';
import { leaseLost, type Lease } from './lease-keeper.js';
import { StageRepair } from './stage-repair.js';

const DATABASE_PATIENCE_MS = 200;

/** Records how an execution ended: as far as the lease still allows it. */
@Injectable()
export class StageSettlement {
  private readonly logger = new Logger(StageSettlement.name);

  constructor(
    private readonly pipelines: PipelineRegistry,
    private readonly store: StageStore,
    private readonly dispatcher: Dispatcher,
    private readonly admission: Admission,
    private readonly repairs: StageRepair,
    private readonly costGate: CostGate,
    private readonly config: OrchestrationConfig,
  ) {}

  /**
   * A database that is away for a moment is not the stage's failure: asks again for as long as the stage is ours. What was
   * committed without our learning of it changes nothing: the token has moved on, and the answer is that the lease is lost.
   */
  async whileHeld<T>(lease: Lease, ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (isRefusedStatement(error) || error instanceof AppError) throw error;
        this.logger.warn(
          { ...fieldsOf(lease.execution), err: error },
          'the database did not answer; asking again',
        );
        await delay(DATABASE_PATIENCE_MS, undefined, { signal: lease.signal }).catch(() => undefined);
        lease.assertHeld();
      }
    }
  }

  /** @param goesOn whether this process may go on with the successor. @returns the one that it claimed. @throws AppError `stage.lease_lost` */
  async complete(
    graph: PipelineGraph,
    stage: GraphStage,
    lease: Lease,
    made: StageResult,
    { owner, goesOn }: { owner: string; goesOn: boolean },
  ): Promise<Claim | null> {
    const { execution } = lease;
    const judged = await this.whileHeld(lease, () => this.costGate.judge(stage, execution, made));
    const { verdict, result } = judged;
    const completion = completionOf(graph, stage, result);
    if (!goesOn) completion.chain = null;
    if (verdict.kind === 'pass') {
      let claimedAt = 0;
      const finished = await this.whileHeld(lease, () => {
        claimedAt = performance.now();
        return this.store.finish(execution, completion, owner, this.config.STAGE_LEASE_MS);
      });
      if (finished === null) throw leaseLost();
      this.dispatcher.readied(finished.readied);
      if (completion.reaches === 'DELIVERED') this.admission.jobEnded();
      return finished.chained && { execution: finished.chained, claimedAt };
    }
    if (verdict.kind === 'repair') {
      const { from, items } = verdict;
      const readied = await this.whileHeld(lease, () =>
        this.repairs.repair(execution, { from, items }, owner),
      );
      if (readied === null) throw leaseLost();
      this.dispatcher.readied(readied);
      return null;
    }
    const kept = await this.whileHeld(lease, () =>
      verdict.kind === 'wait'
        ? this.store.park(execution, completion, owner)
        : this.store.reject(execution, completion, describeError(verdict.error, stage.name), owner),
    );
    if (!kept) throw leaseLost();
    return null;
  }

  async settleFailure(lease: Lease, error: unknown, owner: string): Promise<StageOutcome> {
    try {
      return await this.recordFailure(lease, error, owner);
    } catch (storeError) {
      // The lease runs out, and the sweeper offers the stage again.
      this.logger.warn({ ...fieldsOf(lease.execution), err: storeError }, 'a failure could not be recorded');
      return 'lost';
    }
  }

  private async recordFailure(lease: Lease, error: unknown, owner: string): Promise<StageOutcome> {
    const { execution } = lease;
    const fields = fieldsOf(execution);
    const stopped = lease.signal.aborted ? (lease.signal.reason as AppError) : error;
    const code = stopped instanceof AppError ? stopped.code : '';
    if (code === 'worker.shutting_down') {
      await this.store.release(execution);
      return 'released';
    }
    if (lease.signal.aborted || code === 'stage.lease_lost') {
      this.logger.warn(fields, 'lease lost; the work was dropped');
      return 'lost';
    }
    if (code === 'pipeline.not_installed') {
      // During a rolling deploy another worker may know this version: the lease runs out and the stage is offered again.
      this.logger.warn({ ...fields, err: error }, 'left for a worker that knows this pipeline');
      return 'lost';
    }
    if (code === EFFECT_AMBIGUOUS) {
      this.logger.warn({ ...fields, err: error }, 'stage parked: a person has to find out what was bought');
      return 'parked';
    }
    const described = describeError(error, execution.stage);
    const { putOff, retryAfterMs } = retryHints(error);
    if (putOff || (described.retryable && execution.attempt < this.maxAttempts(execution))) {
      const backoffMs = retryDelayMs(execution.attempt, { next: Math.random }, this.config.RETRY_BASE_MS);
      const delayMs = putOff ? retryAfterMs : Math.max(backoffMs, retryAfterMs);
      this.logger.warn({ ...fields, err: error, delayMs }, 'stage failed; it will be tried again');
      const retry = { delayMs, counts: !putOff };
      await this.whileHeld(lease, () => this.store.retryLater(execution, retry, described, owner));
      return 'retrying';
    }
    this.logger.error({ ...fields, err: error }, 'stage failed');
    await this.whileHeld(lease, () => this.store.fail(execution, described, owner));
    this.admission.jobEnded();
    return 'failed';
  }

  private maxAttempts({ job, stage }: StageExecution): number {
    const graph = this.pipelines.graph(job.pipeline, job.pipelineVersion, job.track);
    return graph.get(stage).maxAttempts ?? DEFAULT_MAX_ATTEMPTS;
  }
}

/** What whoever failed knows about when to try again. `putOff`: it did not come to an attempt. */
function retryHints(error: unknown): { putOff: boolean; retryAfterMs: number } {
  const { putOff, retryAfterMs } = error instanceof AppError ? (error.options.details ?? {}) : {};
  return { putOff: putOff === true, retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : 0 };
}

const fieldsOf = ({ job, stage, item, attempt }: StageExecution) => ({ jobId: job.id, stage, item, attempt });
