import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { OrchestrationConfig } from '../orchestration.config.js';
import { ReadinessStore } from '../persistence/readiness-store.js';
import type { QueueClass } from '../domain/pipeline.js';
import { Slots } from './slots.js';

const LOOK_MS = 2_000;

/** Watches whether stages that wait are taken: a worker may be up, reach everything, and still get nothing to do. */
@Injectable()
export class StallWatch implements OnApplicationBootstrap, OnModuleDestroy {
  /** On the monotonic clock, since when the oldest stage of a queue waits. */
  private waitingSince = new Map<QueueClass, number>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly store: ReadinessStore,
    private readonly slots: Slots,
    private readonly config: OrchestrationConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      // A database that is away is another check's business.
      this.looking ??= this.look()
        .catch(() => undefined)
        .finally(() => (this.looking = undefined));
    }, LOOK_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Sees since when stages wait. */
  async look(): Promise<void> {
    const waiting = await this.store.waitingSeconds();
    const now = performance.now();
    this.waitingSince = new Map([...waiting].map(([queue, seconds]) => [queue, now - seconds * 1_000]));
  }

  /** For how long a stage of this queue has been ready, in seconds; 0 where none is. */
  oldestReadySeconds(queue: QueueClass): number {
    const since = this.waitingSince.get(queue);
    return since === undefined ? 0 : (performance.now() - since) / 1_000;
  }

  /** @throws AppError `worker.stalled` while a stage waits, this worker has room for it, and has not begun any for too long */
  assertMoving(): void {
    const limit = this.config.READINESS_STALL_SECONDS;
    for (const queue of this.slots.served) {
      const waitedFor = Math.min(this.oldestReadySeconds(queue), this.slots.idleMs(queue) / 1_000);
      if (waitedFor > limit) {
        throw new AppError(
          'worker.stalled',
          `Stages of the queue ${queue} wait, and none has been begun for ${limit} s`,
        );
      }
    }
  }
}
