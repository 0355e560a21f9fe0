import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import type { StageExecution } from '../domain/execution.js';
import { OrchestrationConfig } from '../orchestration.config.js';
import { StageStore } from '../persistence/stage-store.js';

/** Often enough that one beat may fail, and that a cancelled stage notices soon. */
const HEARTBEATS_PER_LEASE = 4;
/** Of the time between two heartbeats: a stage that its job carries may be done before it needs a row to renew. */
const SHORT = 0.25;

export const leaseLost = () => new AppError('stage.lease_lost', 'The stage is no longer ours to run');

/** A stage that this process owns for now. */
export class Lease {
  /** 0 to 1; goes to the database with the next heartbeat. */
  progress = 0;
  private readonly abortion = new AbortController();

  /** @param validUntil on the monotonic clock: after it, somebody else may own the stage */
  constructor(
    readonly execution: StageExecution,
    private validUntil: number,
  ) {}

  /** Aborted when the lease is lost (cancelled, taken over, not renewed in time) and when the process shuts down. */
  get signal(): AbortSignal {
    return this.abortion.signal;
  }

  get overdue(): boolean {
    return this.leftMs <= 0;
  }

  get leftMs(): number {
    return this.validUntil - performance.now();
  }

  /**
   * To be called right before anything leaves the process: a process that was frozen wakes up in the middle of its work, before
   * any timer tells it that the lease is over.
   * @throws AppError `stage.lease_lost`
   */
  assertHeld(): void {
    if (this.overdue) this.abort(leaseLost());
    this.signal.throwIfAborted();
  }

  extend(validUntil: number): void {
    this.validUntil = validUntil;
  }

  abort(reason: AppError): void {
    this.abortion.abort(reason);
  }
}

/** Renews all leases of this process in one statement, and aborts the work whose lease can't be renewed. */
@Injectable()
export class LeaseKeeper implements BeforeApplicationShutdown {
  private readonly logger = new Logger(LeaseKeeper.name);
  private readonly leases = new Map<string, Lease>();
  private timer: NodeJS.Timeout | undefined;
  private renewing: Promise<void> | undefined;
  private stopped: AppError | undefined;
  private failing = false;

  constructor(
    private readonly store: StageStore,
    private readonly config: OrchestrationConfig,
  ) {}

  /** @param claimedAt monotonic time just before the claim was sent: the lease can't end earlier than that plus its length */
  hold(execution: StageExecution, claimedAt: number): Lease {
    const lease = new Lease(execution, claimedAt + this.config.STAGE_LEASE_MS);
    this.leases.set(execution.id, lease);
    if (this.stopped !== undefined) lease.abort(this.stopped);
    this.timer ??= setInterval(() => this.beat(), this.config.STAGE_LEASE_MS / HEARTBEATS_PER_LEASE);
    return lease;
  }

  /** @throws AppError `worker.leases_failing` while the leases that it holds can't be renewed */
  assertRenewing(): void {
    if (this.failing) throw new AppError('worker.leases_failing', 'Leases can’t be renewed');
  }

  letGo(lease: Lease): void {
    if (this.leases.get(lease.execution.id) === lease) this.leases.delete(lease.execution.id);
  }

  /** Stops all work, also what a claim under way may still bring; its leases stay ours until it has let go of them. */
  abortAll(reason: AppError): void {
    this.stopped = reason;
    for (const lease of this.leases.values()) lease.abort(reason);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    this.abortOverdue();
    if (this.leases.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
      this.failing = false;
      return;
    }
    this.renewing ??= this.renew()
      .then(() => void (this.failing = false))
      .catch((error: unknown) => {
        this.failing = this.leases.size > 0;
        this.logger.warn({ err: error }, 'leases could not be renewed');
      })
      .finally(() => (this.renewing = undefined));
  }

  /** Without an answer from the database, the lease ends when it says so. */
  private abortOverdue(): void {
    for (const lease of this.leases.values()) {
      if (lease.overdue) this.lose(lease);
    }
  }

  private async renew(): Promise<void> {
    const young = this.config.STAGE_LEASE_MS * (1 - SHORT / HEARTBEATS_PER_LEASE);
    const leases = [...this.leases.values()].filter(
      ({ execution, leftMs }) => execution.carried === null || leftMs < young,
    );
    if (leases.length === 0) return;
    const sentAt = performance.now();
    const kept = await this.store.renew(leases, this.config.STAGE_LEASE_MS);
    for (const lease of leases) {
      if (kept.has(lease.execution.id)) lease.extend(sentAt + this.config.STAGE_LEASE_MS);
      else this.lose(lease);
    }
  }

  private lose(lease: Lease): void {
    if (this.leases.get(lease.execution.id) !== lease) return;
    this.leases.delete(lease.execution.id);
    lease.abort(leaseLost());
  }
}
