import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { hostname } from 'node:os';
import { OrchestrationConfig } from '../../orchestration.config.js';
import type { Effect } from '../domain/effect.js';
import type { EffectTicket, PaidOperation } from '../domain/paid-operation.js';
import { EffectStore } from '../persistence/effect-store.js';
import { PaidOperations } from './paid-operations.js';
import { IssuedTicket } from './ticket.js';

const CLAIM_MS = 30_000;
const BATCH = 20;
const LOOK_AGAIN_MS = 2_000;
/** An operation that this process can't perform is left for one that can. */
const NOT_OURS_MS = 15_000;

type Orphan = Effect & { cancelled: boolean };

/**
 * Looks after what was bought for jobs that have ended meanwhile: forwards the cancellation, and books what was charged all the
 * same. It never sends a paid request.
 */
@Injectable()
export class EffectReconciler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(EffectReconciler.name);
  private readonly name = `${hostname()}:${process.pid}`;
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;

  constructor(
    private readonly store: EffectStore,
    private readonly operations: PaidOperations,
    private readonly config: OrchestrationConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round ??= this.reconcile()
        .catch((error: unknown) =>
          this.logger.warn({ err: error }, 'reconciliation failed; it goes on later'),
        )
        .finally(() => (this.round = undefined));
    }, this.config.SWEEP_INTERVAL_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.round;
  }

  async reconcile(): Promise<void> {
    for (;;) {
      const orphans = await this.store.claimOrphans(this.name, CLAIM_MS, BATCH);
      await Promise.all(orphans.map((orphan) => this.lookAfter(orphan)));
      if (orphans.length < BATCH || this.stopping.signal.aborted) return;
    }
  }

  private async lookAfter(orphan: Orphan): Promise<void> {
    const operation = this.operations.get(orphan);
    if (operation === undefined) return this.store.putOff(this.name, orphan, NOT_OURS_MS);
    const claimEndsAt = performance.now() + CLAIM_MS;
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(CLAIM_MS)]);
    const ticket = new IssuedTicket(orphan.id, signal, () => {
      if (performance.now() >= claimEndsAt) throw new Error('the claim on the effect has ended');
    });
    try {
      const settled = await (orphan.state === 'submitted'
        ? this.stopOrFollow(orphan, operation, ticket)
        : this.find(orphan, operation, ticket));
      if (!settled) await this.store.putOff(this.name, orphan, LOOK_AGAIN_MS);
    } catch (error) {
      this.logger.warn(
        { effectId: orphan.id, provider: orphan.provider, err: error },
        'effect not reconciled yet',
      );
      await this.store.putOff(this.name, orphan, LOOK_AGAIN_MS);
    }
  }

  private async stopOrFollow(
    orphan: Orphan,
    operation: PaidOperation,
    ticket: EffectTicket,
  ): Promise<boolean> {
    const externalId = orphan.externalId as string;
    ticket.assertHeld();
    if (orphan.cancelled && operation.cancel !== undefined) {
      const { stopped, costMicros } = await operation.cancel(externalId, ticket);
      if (stopped) {
        const outcome = costMicros > 0 ? 'charged' : 'not_charged';
        return (
          (await this.store.moveClaimed(this.name, orphan, 'reconciled', { outcome, costMicros })) !== null
        );
      }
    }
    const progress = await operation.poll(externalId, ticket);
    if (progress.status === 'running') return false;
    const { costMicros } = progress;
    const moved =
      progress.status === 'done'
        ? await this.store.moveClaimed(this.name, orphan, 'settled', { result: progress.result, costMicros })
        : await this.store.moveClaimed(this.name, orphan, 'failed', { costMicros });
    return moved !== null;
  }

  /** Whether the call was made at all. */
  private async find(orphan: Orphan, operation: PaidOperation, ticket: EffectTicket): Promise<boolean> {
    ticket.assertHeld();
    if (operation.lookUp === undefined) {
      const canStillBeReported =
        operation.reconciliation === 'webhook' && orphan.ageMs < operation.absentAfterMs;
      await this.store.putOff(this.name, orphan, LOOK_AGAIN_MS, !canStillBeReported);
      return true;
    }
    const found = await operation.lookUp(ticket);
    if (found !== null) {
      const moved = await this.store.moveClaimed(this.name, orphan, 'submitted', found);
      return (
        moved !== null && this.stopOrFollow({ ...moved, cancelled: orphan.cancelled }, operation, ticket)
      );
    }
    if (orphan.ageMs <= operation.absentAfterMs) return false;
    const nothing = { outcome: 'not_charged', costMicros: 0 } as const;
    return (await this.store.moveClaimed(this.name, orphan, 'reconciled', nothing)) !== null;
  }
}
