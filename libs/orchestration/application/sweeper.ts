import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { describeError } from '../domain/errors.js';
import { OrchestrationConfig } from '../orchestration.config.js';
import { MaintenanceStore, type SweptStage } from '../persistence/maintenance-store.js';
import { StageStore } from '../persistence/stage-store.js';
import { Dispatcher } from './dispatcher.js';

const SHORTEST_PAUSE_MS = 250;

/** Finds what nobody works on any more: expired leases, due timers, messages that the queue forgot. Runs in every worker. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Sweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly store: MaintenanceStore,
    private readonly stages: StageStore,
    private readonly dispatcher: Dispatcher,
    private readonly config: OrchestrationConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.lookAgainIn(this.config.SWEEP_INTERVAL_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }

  private lookAgainIn(ms: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.sweeping = this.sweepAndPlan()
        .catch((error: unknown) => {
          this.logger.warn({ err: error }, 'sweep failed; the next one tries again');
          return this.config.SWEEP_INTERVAL_MS;
        })
        .then((next) => this.lookAgainIn(next));
    }, ms);
  }

  /** @returns when to look again, in ms: as soon as something is due, but neither all the time nor later than the interval */
  private async sweepAndPlan(): Promise<number> {
    await this.sweep();
    const interval = this.config.SWEEP_INTERVAL_MS;
    const due = await this.store.msUntilDue();
    return due === null ? interval : Math.min(interval, Math.max(due, SHORTEST_PAUSE_MS));
  }

  async sweep(): Promise<void> {
    for (let more = true; more;) {
      const batch = await this.store.sweep(this.config.STAGE_LEASE_MS, this.config.STAGE_MAX_LEASE_LOSSES);
      more = batch.more;
      const [poisoned, moving] = split(batch.swept);
      for (const stage of poisoned) await this.giveUp(stage);
      if (moving.length === 0) continue;
      this.logger.log(Object.fromEntries(countByVerdict(moving)), 'stages set in motion again');
      this.dispatcher.readied(moving);
    }
  }

  /** Whoever runs this stage dies of it, again and again: it would take every other stage of that process with it for ever. */
  private async giveUp({ jobId, stageId, stage, token }: SweptStage): Promise<void> {
    const error = new AppError(
      'stage.poisoned',
      `${stage} was lost ${this.config.STAGE_MAX_LEASE_LOSSES} times: the process that ran it died or was cut off`,
    );
    this.logger.error({ jobId, stage }, 'stage given up: it was lost too often');
    await this.stages.failPoisoned({ jobId, stageId, token }, describeError(error, stage));
  }
}

function split(swept: SweptStage[]): [poisoned: SweptStage[], moving: SweptStage[]] {
  return [
    swept.filter(({ verdict }) => verdict === 'poisoned'),
    swept.filter(({ verdict }) => verdict !== 'poisoned'),
  ];
}

function countByVerdict(swept: SweptStage[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { verdict } of swept) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return counts;
}
