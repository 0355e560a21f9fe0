import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import type { StageExecution } from '../domain/execution.js';
import { OrchestrationConfig } from '../orchestration.config.js';
import { StageStore } from '../persistence/stage-store.js';

/** A stage that this process owns for now. */
export interface Lease {
  readonly execution: StageExecution;
  /** Aborted when the lease is lost: cancelled, taken over, or not renewed in time. */
  readonly signal: AbortSignal;
  progress: number;
}

interface HeldLease extends Lease {
  abort: AbortController;
  /** On the monotonic clock: after it, somebody else may own the stage. */
  validUntil: number;
}

export const leaseLost = () => new AppError('stage.lease_lost', 'The stage is no longer ours to run');

/** Renews all leases of this process in one statement, and aborts the work whose lease can't be renewed. */
@Injectable()
export class LeaseKeeper implements BeforeApplicationShutdown {
  private readonly logger = new Logger(LeaseKeeper.name);
  private readonly held = new Map<string, HeldLease>();
  private timer: NodeJS.Timeout | undefined;
  private renewing: Promise<void> | undefined;

  constructor(
    private readonly store: StageStore,
    private readonly config: OrchestrationConfig,
  ) {}

  /** @param claimedAt monotonic time just before the claim was sent: the lease can't end earlier than that plus its length */
  hold(execution: StageExecution, claimedAt: number): Lease {
    const abort = new AbortController();
    const lease: HeldLease = {
      execution,
      abort,
      signal: abort.signal,
      progress: 0,
      validUntil: claimedAt + this.config.STAGE_LEASE_MS,
    };
    this.held.set(execution.id, lease);
    this.timer ??= setInterval(() => this.beat(), this.config.STAGE_LEASE_MS / 4);
    return lease;
  }

  letGo(lease: Lease): void {
    if (this.held.get(lease.execution.id) === lease) this.held.delete(lease.execution.id);
    if (this.held.size === 0) this.stop();
  }

  beforeApplicationShutdown(): void {
    this.stop();
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private beat(): void {
    this.abortOverdue();
    this.renewing ??= this.renew()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'leases could not be renewed'))
      .finally(() => (this.renewing = undefined));
  }

  /** Without an answer from the database, the lease ends when it says so. */
  private abortOverdue(): void {
    const now = performance.now();
    for (const lease of this.held.values()) {
      if (lease.validUntil <= now) this.lose(lease);
    }
  }

  private async renew(): Promise<void> {
    const leases = [...this.held.values()];
    if (leases.length === 0) return;
    const sentAt = performance.now();
    const kept = await this.store.renew(
      leases.map(({ execution, progress }) => ({ id: execution.id, token: execution.token, progress })),
      this.config.STAGE_LEASE_MS,
    );
    for (const lease of leases) {
      if (kept.has(lease.execution.id)) lease.validUntil = sentAt + this.config.STAGE_LEASE_MS;
      else this.lose(lease);
    }
  }

  private lose(lease: HeldLease): void {
    if (this.held.get(lease.execution.id) !== lease) return;
    this.held.delete(lease.execution.id);
    lease.abort.abort(leaseLost());
  }
}
