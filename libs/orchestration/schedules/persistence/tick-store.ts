import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { AppError } from '#libs/kernel';
import { Admission } from '../../admission/admission.js';
import { limitsOn } from '../../admission/limits.js';
import { JobWriter, type NewJob } from '../../persistence/job-writer.js';
import type { DisabledReason } from '../schedule.js';
import type { ScheduleRow } from './schedule-store.js';
import { ADVANCE, DISABLE, INSERT_TICK, MARK_JOB, NEXT_DUE, TAKE_DUE } from './schedules.sql.js';

/** A schedule whose tick has come, held by this process alone. */
export type DueSchedule = ScheduleRow & {
  next_at: Date;
  owner_disabled: boolean;
  tenant_suspended: boolean;
  now: Date;
};

/** What becomes of a due schedule. */
export type TickVerdict =
  | { kind: 'fire'; job: NewJob; nextAt: Date }
  | { kind: 'skip'; nextAt: Date }
  | { kind: 'disable'; reason: DisabledReason };

/** Settles ticks. A tick, its job and the way on to the next tick commit together or not at all. */
@Injectable()
export class TickStore {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobWriter,
    private readonly admission: Admission,
  ) {}

  /** Milliseconds until the next tick of one of these pipelines' schedules, by the database's clock; null: none is planned. */
  async msUntilDue(pipelines: readonly string[]): Promise<number | null> {
    const [row] = await this.database.query<{ ms: number | null }>(NEXT_DUE, [pipelines]);
    return row?.ms ?? null;
  }

  /**
   * Takes one due schedule and does with it what `decide` says.
   * @returns false where none is due that no other process has in hand
   */
  async settleOne(
    due: { pipelines: readonly string[]; leaveOut: readonly string[]; by: string },
    decide: (schedule: DueSchedule) => TickVerdict,
  ): Promise<boolean> {
    const limits = await this.admission.currentLimits();
    return this.database.transaction(async (sql) => {
      const [schedule] = await sql.query<DueSchedule>(TAKE_DUE, [due.pipelines, due.leaveOut]);
      if (schedule === undefined) return false;
      const verdict = decide(schedule);
      if (verdict.kind === 'fire') verdict.job.admitted = limitsOn(limits, verdict.job).length === 0;
      await this.settle(sql, schedule, verdict, due.by);
      return true;
    });
  }

  private async settle(sql: Sql, schedule: DueSchedule, verdict: TickVerdict, by: string): Promise<void> {
    const { id, next_at: tickAt } = schedule;
    const tick = (outcome: string, jobId: string | null, skippedBefore: Date | null) =>
      sql.query(INSERT_TICK, [id, tickAt, outcome, jobId, skippedBefore, by]);
    switch (verdict.kind) {
      case 'fire':
        if (await this.accepts(sql, verdict.job)) {
          await sql.query(MARK_JOB, [verdict.job.id, id]);
          await tick('fired', verdict.job.id, null);
        } else await tick('refused', null, null);
        await sql.query(ADVANCE, [id, verdict.nextAt]);
        break;
      case 'skip':
        await tick('skipped', null, verdict.nextAt);
        await sql.query(ADVANCE, [id, verdict.nextAt]);
        break;
      case 'disable':
        await tick('refused', null, null);
        await sql.query(DISABLE, [id, verdict.reason]);
        break;
    }
  }

  /** A quota that is used up refuses this tick; the next ones may find room again. */
  private accepts(sql: Sql, job: NewJob): Promise<boolean> {
    return this.jobs.insertWithin(sql, job).then(
      () => true,
      (error: unknown) => {
        if (error instanceof AppError && error.code.startsWith('quota.')) return false;
        throw error;
      },
    );
  }
}
