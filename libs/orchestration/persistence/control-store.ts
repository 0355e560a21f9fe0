import { Injectable } from '@nestjs/common';
import { AuditLog, userActor } from '#libs/auth';
import { Database, isDeadlock, type Sql } from '#libs/database';
import { AppError, type JsonObject } from '#libs/kernel';
import type { ReadyStage } from '../domain/execution.js';
import type { PendingEffect, Receipt } from '../effects/domain/receipt.js';
import type { JobStatus } from '../domain/state-machine.js';
import type { Actor, Scope } from '../domain/views.js';
import { END_JOB } from './fail.sql.js';
import { FIND_JOBS, LOCK_JOB, PAUSE_JOB, PRIORITISE_JOB, RESUME_JOB } from './control.sql.js';
import { iso } from './job-reader.js';
import { FIND_RECEIPT, PENDING_EFFECTS, RECORD_STOPPED } from './receipt.sql.js';
import type { JobRow } from './rows.js';

export type LockedJob = Pick<JobRow, 'id' | 'status' | 'pipeline' | 'pipeline_version' | 'track'>;

/** Jobs that match all of it. Times are ISO 8601. */
export interface JobFilter {
  status?: JobStatus;
  pipeline?: string;
  createdBefore?: string;
  createdAfter?: string;
}

/** Writes what people decide about jobs that are on their way. Null or false where the job's status does not allow it. */
@Injectable()
export class ControlStore {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** The oldest first. */
  find(scope: Scope, filter: JobFilter, limit: number): Promise<Pick<JobRow, 'id' | 'status'>[]> {
    const { status = null, pipeline = null, createdBefore = null, createdAfter = null } = filter;
    const who = [scope.tenantId, scope.any, scope.userId];
    return this.database.query(FIND_JOBS, [...who, status, pipeline, createdBefore, createdAfter, limit]);
  }

  /** Tells the audit log what is about to be done to many jobs: each is changed on its own, so it can't be told with all of them. */
  recordBulk({ tenantId, userId }: Actor, details: JsonObject): Promise<void> {
    const entry = { tenantId, actor: userActor(userId), action: 'jobs.bulk_changed', target: null, details };
    return this.database.transaction((sql) => this.audit.record(sql, entry));
  }

  /** Stops a job for good, and records what that stopped. */
  cancel(jobId: string, actor: string): Promise<boolean> {
    return locked(this.database, jobId, async (sql) => {
      await sql.query(RECORD_STOPPED, [jobId, actor]);
      const params = [jobId, 'cancelled', null, actor, null, null, false];
      return (await sql.query(END_JOB, params)).length > 0;
    });
  }

  async receipt(jobId: string): Promise<Receipt | null> {
    const [row] = await this.database.query<Receipt & { cancelledAt: string | Date }>(FIND_RECEIPT, [jobId]);
    if (row === undefined) return null;
    const pendingEffects = await this.database.query<PendingEffect>(PENDING_EFFECTS, [jobId]);
    const notRecoverableMicros = pendingEffects.reduce((sum, effect) => sum + effect.estimatedMicros, 0);
    return { ...row, cancelledAt: iso(row.cancelledAt) as string, pendingEffects, notRecoverableMicros };
  }

  async pause(jobId: string, actor: string): Promise<boolean> {
    return (await this.database.query(PAUSE_JOB, [jobId, actor])).length > 0;
  }

  /** @returns the stages that wait for somebody now */
  resume(jobId: string, actor: string): Promise<ReadyStage[] | null> {
    return this.readying(jobId, RESUME_JOB, [jobId, actor]);
  }

  /** @returns the stages that were sent again at the new priority */
  prioritise(jobId: string, actor: string, priority: number): Promise<ReadyStage[] | null> {
    return this.readying(jobId, PRIORITISE_JOB, [jobId, actor, priority]);
  }

  private readying(jobId: string, statement: string, params: unknown[]): Promise<ReadyStage[] | null> {
    return locked(this.database, jobId, async (sql) => {
      const [row] = await sql.query<{ readied: ReadyStage[] }>(statement, params);
      return row?.readied ?? null;
    });
  }
}

const TRIES = 3;

/**
 * Runs statements about a job whose row they hold. Heartbeats lock stages without the job, several at a time: where one of them
 * and `work` waited for each other, `work` is run again.
 */
export async function locked<T>(
  database: Database,
  jobId: string,
  work: (sql: Sql, job: LockedJob) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await database.transaction(async (sql) => {
        const [job] = await sql.query<LockedJob>(LOCK_JOB, [jobId]);
        if (job === undefined)
          throw new AppError('job.not_found', 'There is no job with this id', { class: 'input' });
        return work(sql, job);
      });
    } catch (error) {
      if (tries === TRIES || !isDeadlock(error)) throw error;
    }
  }
}
