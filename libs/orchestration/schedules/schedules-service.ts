import { Injectable } from '@nestjs/common';
import type { ListQuery } from '#libs/filters';
import { AppError, ValidationError, type FieldError, type JsonObject, Markets } from '#libs/kernel';
import type { Page } from '../application/job-queries.js';
import { newJob, type SubmitJob } from '../application/new-job.js';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import type { Scope } from '../domain/views.js';
import { firstTick, ticksAfter, type Recurrence } from './cron.js';
import { ScheduleStore } from './persistence/schedule-store.js';
import type { NewSchedule, ScheduleChange, ScheduleDetail, ScheduleView } from './schedule.js';

const SHOWN_TICKS = 5;
const SHOWN_RUNS = 10;

/** What people do with schedules. What the caller may not see does not exist. */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly pipelines: PipelineRegistry,
    private readonly store: ScheduleStore,
    private readonly markets: Markets,
  ) {}

  /**
   * Stores a schedule; its first tick is the first one after now.
   * @throws ValidationError naming every wrong field, those of the pipeline's input among them
   * @throws AppError `schedule.name_taken`
   */
  async create(schedule: NewSchedule): Promise<ScheduleDetail> {
    const first = this.check(schedule, schedule, await this.store.now());
    const created = await this.store.insert(schedule, schedule.enabled ? first : null);
    if (created === null) throw nameTaken(schedule.name);
    return this.detail(created);
  }

  /** @throws AppError `schedule.not_found` */
  async get(scope: Scope, id: string): Promise<ScheduleDetail> {
    const schedule = await this.store.find(scope, id);
    if (schedule === null) throw notFound();
    return this.detail(schedule);
  }

  /** @throws ValidationError for a wrong filter or cursor */
  list(scope: Scope, query: ListQuery): Promise<Page<ScheduleView>> {
    return this.store.list(scope, query);
  }

  /**
   * Changes a schedule. Switched on or timed anew, it goes on with the first tick after now; missed ones are not made up for.
   * @throws ValidationError as `create`
   * @throws AppError `schedule.not_found`, `schedule.name_taken`
   */
  async change(scope: Scope, id: string, change: ScheduleChange): Promise<ScheduleDetail> {
    const now = await this.store.now();
    const changed = await this.store.update(scope, id, (current) => {
      const next = { ...current, ...definedOnly(change) } as ScheduleView;
      const first = this.check(next, { ...next, ...scope }, now);
      const timedAnew = !current.enabled || next.cron !== current.cron || next.timezone !== current.timezone;
      if (!next.enabled) return { ...next, nextAt: null };
      return { ...next, nextAt: timedAnew ? first.toISOString() : current.nextAt, disabledReason: null };
    });
    if (changed === null) throw notFound();
    if (changed === 'name_taken') throw nameTaken(change.name ?? '');
    return this.detail(changed);
  }

  /** Jobs that it has submitted stay. @throws AppError `schedule.not_found` */
  async delete(scope: Scope, id: string): Promise<void> {
    if (!(await this.store.delete(scope, id))) throw notFound();
  }

  /** @returns the first tick after now */
  private check(recurrence: Recurrence, command: SubmitJob, now: Date): Date {
    const errors: FieldError[] = [];
    const collect = <T>(run: () => T): T | undefined => {
      try {
        return run();
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error;
        errors.push(...error.fields);
        return undefined;
      }
    };
    const first = collect(() => firstTick(recurrence, now));
    collect(() => newJob(this.pipelines, this.markets, command));
    if (first === undefined || errors.length > 0) throw new ValidationError(errors);
    return first;
  }

  private async detail(schedule: ScheduleView): Promise<ScheduleDetail> {
    const { nextAt } = schedule;
    const upcoming =
      nextAt === null ? [] : [new Date(nextAt), ...ticksAfter(schedule, new Date(nextAt), SHOWN_TICKS - 1)];
    return {
      ...schedule,
      nextTicks: upcoming.map((tick) => tick.toISOString()),
      lastRuns: await this.store.lastRuns(schedule.id, SHOWN_RUNS),
    };
  }
}

const definedOnly = (change: ScheduleChange): JsonObject =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as JsonObject;

const notFound = () =>
  new AppError('schedule.not_found', 'There is no schedule with this id', { class: 'input' });

const nameTaken = (name: string) =>
  new AppError('schedule.name_taken', `There is another schedule with the name "${name}"`, {
    class: 'input',
  });
