import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { hostname } from 'node:os';
import { AppError, type JsonObject, type JsonValue } from '#libs/kernel';
import type { Claim, Outputs, ReadyStage, StageResult, WakeMessage } from '../domain/execution.js';
import type { GraphStage } from '../domain/pipeline-graph.js';
import type { QueueClass } from '../domain/pipeline.js';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import { resolveInput, sourcesOf } from '../domain/stage-input.js';
import { OrchestrationConfig } from '../orchestration.config.js';
import { StageStore } from '../persistence/stage-store.js';
import { StageExecutor } from '../ports/stage-executor.js';
import { StageObserver } from '../ports/stage-observer.js';
import { Dispatcher, type LocalWorker, type Reservation } from './dispatcher.js';
import { LeaseKeeper, type Lease } from './lease-keeper.js';
import { Slots } from './slots.js';
import { StageSettlement } from './stage-settlement.js';

const shuttingDown = () =>
  new AppError('worker.shutting_down', 'The worker is shutting down', { retryable: true });

/** Takes a stage, runs it under its lease, and goes on with its successor where that belongs to the same queue. */
@Injectable()
export class StageRunner implements LocalWorker, OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(StageRunner.name);
  private readonly owner = `${hostname()}:${process.pid}`;
  private readonly drain = new AbortController();
  private readonly hurried = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly pipelines: PipelineRegistry,
    private readonly store: StageStore,
    private readonly executor: StageExecutor,
    private readonly leases: LeaseKeeper,
    private readonly slots: Slots,
    private readonly settlement: StageSettlement,
    private readonly dispatcher: Dispatcher,
    private readonly observer: StageObserver,
    private readonly config: OrchestrationConfig,
  ) {}

  onModuleInit(): void {
    this.dispatcher.connect(this);
  }

  /** From now on this process runs up to `capacity` stages of this class at once. */
  serve(queue: QueueClass, capacity: number): void {
    this.slots.open(queue, capacity);
  }

  /** Answers a wake-up from the queue. A message for a stage that is not ready, repeated or late, does nothing. */
  async handle(queue: QueueClass, { jobId, stageId }: WakeMessage): Promise<void> {
    await this.slots.take(queue);
    if (this.draining.aborted) return this.slots.giveBack(queue);
    await this.run({ jobId, stageId, queue });
  }

  /** Aborted once no further stage is taken: whoever brings work may stop bringing it. */
  get draining(): AbortSignal {
    return this.drain.signal;
  }

  /** Ends the wait for running stages. */
  hurry(): void {
    this.hurried.abort();
  }

  /** @throws AppError `worker.shutting_down` once no further stage is taken */
  assertTaking(): void {
    if (this.draining.aborted) throw shuttingDown();
  }

  /** Lets running stages finish for a while, then stops them and gives them back, so that other processes take them at once. */
  async onModuleDestroy(): Promise<void> {
    this.drain.abort();
    await this.settledOrTired();
    this.leases.abortAll(shuttingDown());
    await Promise.allSettled(this.running);
  }

  private async settledOrTired(): Promise<void> {
    if (this.running.size === 0 || this.hurried.signal.aborted) return;
    this.logger.log(`${this.running.size} stages may finish; a second signal does not wait`);
    const tired = new AbortController();
    const timer = setTimeout(() => tired.abort(), this.config.WORKER_DRAIN_SECONDS * 1_000);
    const enough = AbortSignal.any([tired.signal, this.hurried.signal]);
    await Promise.race([
      Promise.allSettled(this.running),
      new Promise((resolve) => enough.addEventListener('abort', resolve, { once: true })),
    ]);
    clearTimeout(timer);
  }

  take(stage: ReadyStage): boolean {
    if (this.draining.aborted || !this.slots.tryTake(stage.queue)) return false;
    this.inBackground(this.run(stage));
    return true;
  }

  reserve(queue: QueueClass): Reservation | null {
    if (this.draining.aborted || !this.slots.tryTake(queue)) return null;
    return {
      owner: this.owner,
      begin: (claim) => this.inBackground(this.runChain(queue, Promise.resolve(claim))),
      giveBack: () => this.slots.giveBack(queue),
    };
  }

  private inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.logger.warn({ err: error }, 'a stage could not be taken'));
  }

  private run({ jobId, stageId, queue }: ReadyStage): Promise<void> {
    const claimedAt = performance.now();
    const claimed = this.store.claim(jobId, stageId, this.owner, this.config.STAGE_LEASE_MS);
    return this.runChain(
      queue,
      claimed.then((execution) => execution && { execution, claimedAt }),
    );
  }

  /** Runs in a slot that has been taken for it, and gives it back. */
  private async runChain(queue: QueueClass, claimed: Promise<Claim | null>): Promise<void> {
    const work = this.follow(claimed).finally(() => {
      this.running.delete(work);
      this.slots.giveBack(queue);
    });
    this.running.add(work);
    await work;
  }

  private async follow(claimed: Promise<Claim | null>): Promise<void> {
    let claim = await claimed;
    // What the stages of this chain brought is still at hand for those that follow.
    const known: Outputs = new Map();
    while (claim !== null) {
      const lease = this.leases.hold(claim.execution, claim.claimedAt);
      claim = await this.runOne(lease, known).finally(() => this.leases.letGo(lease));
    }
  }

  /** @returns the successor that was claimed along with the completion */
  private async runOne(lease: Lease, known: Outputs): Promise<Claim | null> {
    const { execution } = lease;
    const observed = this.observer.begin(execution);
    try {
      const { pipeline, pipelineVersion, track } = execution.job;
      const graph = this.pipelines.graph(pipeline, pipelineVersion, track);
      const stage = graph.get(execution.stage);
      const result = await this.execute(stage, lease, known);
      if (execution.item === null) known.set(stage.name, result.output);
      // A successor belongs to a process that stays.
      const goesOn = !this.draining.aborted;
      const next = await this.settlement.complete(graph, stage, lease, result, { owner: this.owner, goesOn });
      observed.end('succeeded', result.costMicros);
      return next;
    } catch (error) {
      observed.end(await this.settlement.settleFailure(lease, error, this.owner));
      return null;
    }
  }

  private async execute(stage: GraphStage, lease: Lease, known: Outputs): Promise<StageResult> {
    const input = await this.inputOf(stage, lease, known);
    lease.assertHeld();
    const result = await this.executor.execute(lease.execution, input, {
      signal: lease.signal,
      assertHeld: () => lease.assertHeld(),
      progress: (fraction) => (lease.progress = Math.min(1, Math.max(0, fraction))),
    });
    lease.assertHeld();
    return result;
  }

  private async inputOf(stage: GraphStage, lease: Lease, known: Outputs): Promise<JsonObject> {
    const { execution } = lease;
    const missing = sourcesOf(stage).filter((name) => !known.has(name));
    const needsProvenance = Object.values(stage.input).includes('$provenance');
    const [read, provenance] = await this.settlement.whileHeld(lease, () =>
      Promise.all([
        this.store.outputs(execution.job.id, missing),
        needsProvenance ? this.store.provenance(execution.job.id) : [],
      ]),
    );
    const job = execution.job as unknown as JsonObject & JsonValue;
    const outputs = read.size === 0 ? known : new Map([...known, ...read]);
    return resolveInput(stage, execution.item, { job, outputs, provenance });
  }
}
