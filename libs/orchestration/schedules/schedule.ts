import type { JsonObject } from '#libs/kernel';

/** What a schedule submits, and when. */
export interface NewSchedule {
  tenantId: string;
  userId: string;
  /** Unique in the tenant. */
  name: string;
  cron: string;
  timezone: string;
  pipeline: string;
  input: unknown;
  /** 0 (last) to 9 (first). */
  priority: number;
  enabled: boolean;
}

/** What is left out stays as it is. */
export type ScheduleChange = Partial<Omit<NewSchedule, 'tenantId' | 'userId' | 'pipeline'>>;

export interface DisabledReason extends JsonObject {
  code: string;
  message: string;
}

export interface ScheduleView {
  id: string;
  name: string;
  cron: string;
  timezone: string;
  pipeline: string;
  input: JsonObject;
  priority: number;
  enabled: boolean;
  /** Why it was switched off by itself; null where it is on, or where a person did it. */
  disabledReason: DisabledReason | null;
  nextAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** One tick that has come. `skipped`: it and all others before `skippedBefore` were too old to be made up for. */
export interface ScheduleRun {
  tickAt: string;
  outcome: 'fired' | 'skipped' | 'refused';
  jobId: string | null;
  skippedBefore: string | null;
  firedAt: string;
}

export interface ScheduleDetail extends ScheduleView {
  /** The next ticks, at most five; none where it is off. */
  nextTicks: string[];
  /** The newest first, at most ten. */
  lastRuns: ScheduleRun[];
}
