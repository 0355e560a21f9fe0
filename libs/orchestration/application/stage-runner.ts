import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { hostname } from 'node:os';
import { AppError, type JsonObject, type JsonValue } from '#libs/kernel';
import { describeError } from '../domain/errors.js';
import type { StageExecution, StageResult, WakeMessage } from '../domain/execution.js';
import { DEFAULT_MAX_ATTEMPTS, type GraphStage, type PipelineGraph } from '../domain/pipeline-graph.js';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import { retryDelayMs } from '../domain/retry.js';
import { resolveInput, sourcesOf } from '../domain/stage-input.js';
import { OrchestrationConfig } from '../orchestration.config.js';
import { StageStore } from '../persistence/stage-store.js';
import { StageExecutor } from '../ports/stage-executor.js';
import { completionOf, gateVerdict } from './completion.js';
import { LeaseKeeper, type Lease } from './lease-keeper.js';
import { OutboxRelay } from './outbox-relay.js';
import { StageObserver } from '../ports/stage-observer.js';

interface Claim {
  execution: StageExecution;
  /** Monotonic time just before the claim was sent. */
  claimedAt: number;
}

/** Takes a stage, runs it under its lease, and goes on with its successor where that belongs to the same queue. */
@Injectable()
export class StageRunner implements OnModuleDestroy {
  private readonly logger = new Logger(StageRunner.name);
  private readonly owner = `${hostname()}:${process.pid}`;
  private readonly shutdown = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly pipelines: PipelineRegistry,
    private readonly store: StageStore,
    private readonly executor: StageExecutor,
    private readonly leases: LeaseKeeper,
    private readonly relay: OutboxRelay,
    private readonly observer: StageObserver,
    private readonly config: OrchestrationConfig,
  ) {}

  /** Answers a wake-up. A message for a stage that is not ready, repeated or late, does nothing. */
  async handle(message: WakeMessage): Promise<void> {
    if (this.shutdown.signal.aborted) return;
    const work = this.runChain(message).finally(() => this.running.delete(work));
    this.running.add(work);
    await work;
  }

  /** Stops the work at hand and gives its stages back, so that other processes take them at once. */
  async onModuleDestroy(): Promise<void> {
    this.shutdown.abort(
      new AppError('worker.shutting_down', 'The worker is shutting down', { retryable: true }),
    );
    await Promise.allSettled(this.running);
  }

  private async runChain(message: WakeMessage): Promise<void> {
    const claimedAt = performance.now();
    const { jobId, stageId } = message;
    const execution = await this.store.claim(jobId, stageId, this.owner, this.config.STAGE_LEASE_MS);
    let claim: Claim | null = execution && { execution, claimedAt };
    while (claim !== null) {
      const lease = this.leases.hold(claim.execution, claim.claimedAt);
      claim = await this.runOne(lease).finally(() => this.leases.letGo(lease));
    }
  }

  /** @returns the successor that was claimed along with the completion */
  private async runOne(lease: Lease): Promise<Claim | null> {
    const { execution } = lease;
    const { pipeline, pipelineVersion, track } = execution.job;
    const observed = this.observer.begin(execution);
    try {
      const graph = this.pipelines.graph(pipeline, pipelineVersion, track);
      const stage = graph.get(execution.stage);
      const result = await this.execute(stage, lease);
      const next = await this.complete(graph, stage, execution, result);
      observed.end('succeeded', result.costMicros);
      return next;
    } catch (error) {
      observed.end(await this.settleFailure(lease, error));
      return null;
    } finally {
      this.relay.kick();
    }
  }

  private async execute(stage: GraphStage, lease: Lease): Promise<StageResult> {
    const signal = AbortSignal.any([lease.signal, this.shutdown.signal]);
    const input = await this.inputOf(stage, lease.execution);
    signal.throwIfAborted();
    const result = await this.executor.execute(lease.execution, input, {
      signal,
      progress: (fraction) => (lease.progress = Math.min(1, Math.max(0, fraction))),
    });
    signal.throwIfAborted();
    return result;
  }

  private async inputOf(stage: GraphStage, execution: StageExecution): Promise<JsonObject> {
    const needsProvenance = Object.values(stage.input).includes('$provenance');
    const [outputs, provenance] = await Promise.all([
      this.store.outputs(execution.job.id, sourcesOf(stage)),
      needsProvenance ? this.store.provenance(execution.job.id) : [],
    ]);
    const job = execution.job as unknown as JsonObject & JsonValue;
    return resolveInput(stage, execution.item, { job, outputs, provenance });
  }

  private async complete(
    graph: PipelineGraph,
    stage: GraphStage,
    execution: StageExecution,
    result: StageResult,
  ): Promise<Claim | null> {
    const completion = completionOf(graph, stage, result);
    const verdict = gateVerdict(stage, result.output);
    if (verdict.kind === 'pass') {
      const at = { jobId: execution.job.id, stageId: execution.id, token: execution.token };
      const claimedAt = performance.now();
      const finished = await this.store.finish(at, completion, this.owner, this.config.STAGE_LEASE_MS);
      if (finished === null) this.logLost(execution);
      return finished?.chained ? { execution: finished.chained, claimedAt } : null;
    }
    const kept =
      verdict.kind === 'wait'
        ? await this.store.park(execution, completion, this.owner)
        : await this.store.reject(
            execution,
            completion,
            describeError(verdict.error, stage.name),
            this.owner,
          );
    if (!kept) this.logLost(execution);
    return null;
  }

  private async settleFailure(
    lease: Lease,
    error: unknown,
  ): Promise<'lost' | 'released' | 'retrying' | 'failed'> {
    const { execution } = lease;
    const fields = {
      jobId: execution.job.id,
      stage: execution.stage,
      item: execution.item,
      attempt: execution.attempt,
    };
    if (lease.signal.aborted) {
      this.logLost(execution);
      return 'lost';
    }
    if (error instanceof AppError && error.code === 'pipeline.not_installed') {
      // During a rolling deploy another worker may know this version: the lease runs out and the stage is offered again.
      this.logger.warn({ ...fields, err: error }, 'left for a worker that knows this pipeline');
      return 'lost';
    }
    if (this.shutdown.signal.aborted) {
      await this.store.release(execution);
      return 'released';
    }
    const described = describeError(error, execution.stage);
    const stage = this.pipelines
      .graph(execution.job.pipeline, execution.job.pipelineVersion, execution.job.track)
      .get(execution.stage);
    if (described.retryable && execution.attempt < (stage.maxAttempts ?? DEFAULT_MAX_ATTEMPTS)) {
      const delayMs = retryDelayMs(execution.attempt, { next: Math.random }, this.config.RETRY_BASE_MS);
      this.logger.warn({ ...fields, err: error, delayMs }, 'stage failed; it will be tried again');
      await this.store.retryLater(execution, delayMs, described, this.owner);
      return 'retrying';
    }
    this.logger.error({ ...fields, err: error }, 'stage failed');
    await this.store.fail(execution, described, this.owner);
    return 'failed';
  }

  private logLost(execution: StageExecution): void {
    this.logger.warn(
      { jobId: execution.job.id, stage: execution.stage, item: execution.item },
      'lease lost; the work was dropped',
    );
  }
}
