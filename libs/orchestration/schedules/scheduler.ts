import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Markets } from '#libs/kernel';
import { hostname } from 'node:os';
import { OutboxRelay } from '../application/outbox-relay.js';
import { newJob } from '../application/new-job.js';
import { describeError } from '../domain/errors.js';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import { OrchestrationConfig } from '../orchestration.config.js';
import { tickAfter } from './cron.js';
import { TickStore, type DueSchedule, type TickVerdict } from './persistence/tick-store.js';

const LOOK_MS = 1_000;

/**
 * Submits the jobs of schedules when their ticks come. Runs in every worker: whichever takes the row of a due schedule
 * fires its tick, and a process that dies in between leaves the tick to the others.
 *
 * A disabled user's schedules are switched off: somebody has to want them again. A suspended tenant's stay on, and their ticks are
 * skipped, so that they go on by themselves when the suspension ends, and nothing of it is made up for.
 */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Scheduler.name);
  private readonly by = `${hostname()}:${process.pid}`;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly ticks: TickStore,
    private readonly pipelines: PipelineRegistry,
    private readonly relay: OutboxRelay,
    private readonly config: OrchestrationConfig,
    private readonly markets: Markets,
  ) {}

  onApplicationBootstrap(): void {
    this.lookIn(0);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private lookIn(ms: number): void {
    this.timer = setTimeout(() => {
      this.looking = this.look();
    }, ms);
  }

  /** One cheap query; the tick that comes within the next second is waited for, so that it fires on time. */
  private async look(): Promise<void> {
    // A pipeline that this process doesn't know may be known to another, as in a rolling update.
    const pipelines = [...new Set(this.pipelines.definitions.map(({ name }) => name))];
    let waitMs = LOOK_MS;
    try {
      const dueMs = await this.ticks.msUntilDue(pipelines);
      if (dueMs !== null && dueMs > 0) waitMs = Math.min(LOOK_MS, Math.ceil(dueMs));
      if (dueMs !== null && dueMs <= 0) await this.settleDue(pipelines);
    } catch (error) {
      this.logger.warn({ err: error }, 'schedules could not be looked at; the next look makes up for it');
    }
    if (!this.stopped) this.lookIn(waitMs);
  }

  private async settleDue(pipelines: readonly string[]): Promise<void> {
    const leaveOut: string[] = [];
    for (let more = true; more && !this.stopped;) {
      let taken: string | undefined;
      try {
        more = await this.ticks.settleOne({ pipelines, leaveOut, by: this.by }, (schedule) => {
          taken = schedule.id;
          return this.decide(schedule);
        });
      } catch (error) {
        if (taken === undefined) throw error;
        // One that can't be stored must not hold up all others; it has its turn again at the next look.
        leaveOut.push(taken);
        this.logger.warn(
          { err: error, scheduleId: taken },
          'a tick could not be fired; it will be tried again',
        );
      }
      this.relay.kick();
    }
  }

  private decide(schedule: DueSchedule): TickVerdict {
    try {
      const verdict = this.verdict(schedule);
      if (verdict.kind === 'disable')
        this.logger.warn({ scheduleId: schedule.id, ...verdict }, 'schedule disabled');
      return verdict;
    } catch (error) {
      this.logger.warn({ err: error, scheduleId: schedule.id }, 'schedule disabled: its job is refused');
      const { code, message } = describeError(error, null);
      return { kind: 'disable', reason: { code, message } };
    }
  }

  private verdict(schedule: DueSchedule): TickVerdict {
    if (schedule.owner_disabled) {
      return disable('schedule.owner_disabled', 'The user who made the schedule has been disabled');
    }
    if (schedule.tenant_suspended) return skipTo(tickAfter(schedule, schedule.now));
    const oldest = new Date(schedule.now.getTime() - this.config.SCHEDULE_MISFIRE_GRACE_SECONDS * 1_000);
    const late = schedule.next_at < oldest;
    // The tick that falls exactly on the limit still counts.
    const nextAt = tickAfter(schedule, late ? new Date(oldest.getTime() - 1) : schedule.next_at);
    if (late || nextAt === null) return skipTo(nextAt);
    const { tenant_id: tenantId, created_by: userId, pipeline, input, priority } = schedule;
    return {
      kind: 'fire',
      job: newJob(this.pipelines, this.markets, { tenantId, userId, pipeline, input, priority }),
      nextAt,
    };
  }
}

const skipTo = (nextAt: Date | null): TickVerdict =>
  nextAt === null ? disable('schedule.ended', 'There is no further tick') : { kind: 'skip', nextAt };

const disable = (code: string, message: string): TickVerdict => ({
  kind: 'disable',
  reason: { code, message },
});
