import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import type { JsonObject } from '#libs/kernel';
import type { ReadyStage, StageExecution } from '../domain/execution.js';
import type { RerunPlan, RerunRequest } from '../domain/rerun.js';
import { locked, type LockedJob } from './control-store.js';
import { LAST_COSTS, RERUN_JOB, RESET_STAGES, STANDING_STAGES, STILL_HELD } from './rerun.sql.js';

export interface StandingRow {
  id: string;
  stage: string;
  item: number | null;
  status: string;
  /** Only where it was asked for. */
  output: JsonObject | null;
}

export interface LastCost {
  stage: string;
  item: number | null;
  cost: number;
}

@Injectable()
export class RerunStore {
  constructor(private readonly database: Database) {}

  /** @param withOutput the stages whose output is wanted */
  standing(jobId: string, withOutput: string[], sql: Sql = this.database): Promise<StandingRow[]> {
    return sql.query<StandingRow>(STANDING_STAGES, [jobId, withOutput]);
  }

  lastCosts(jobId: string): Promise<LastCost[]> {
    return this.database.query<LastCost>(LAST_COSTS, [jobId]);
  }

  /**
   * Carries out what `plan` makes of the job as it stands under its lock. An error of `plan` changes nothing.
   * @returns the stages that wait for somebody now
   */
  rerun(
    jobId: string,
    actor: string,
    request: RerunRequest,
    plan: (job: LockedJob, sql: Sql) => Promise<RerunPlan>,
  ): Promise<ReadyStage[]> {
    return locked(this.database, jobId, async (sql, job) =>
      carryOut(sql, jobId, await plan(job, sql), { actor, request, keepPaused: false }),
    );
  }

  /** The same, by a running stage that finds the work before it wanting. @returns null where its lease is lost */
  repair(
    { id, token, job: { id: jobId } }: StageExecution,
    actor: string,
    request: RerunRequest,
    plan: (job: LockedJob, sql: Sql) => Promise<RerunPlan>,
  ): Promise<ReadyStage[] | null> {
    return locked(this.database, jobId, async (sql, job) => {
      if ((await sql.query(STILL_HELD, [id, token])).length === 0) return null;
      return carryOut(sql, jobId, await plan(job, sql), { actor, request, keepPaused: true });
    });
  }
}

async function carryOut(
  sql: Sql,
  jobId: string,
  { resets, expandedAgain, state }: RerunPlan,
  { actor, request, keepPaused }: { actor: string; request: RerunRequest; keepPaused: boolean },
): Promise<ReadyStage[]> {
  await sql.query(RESET_STAGES, [jobId, JSON.stringify(resets), expandedAgain]);
  const stages = resets.map(({ stage, item, status }) => ({ stage, item, status }));
  const params = [jobId, actor, state, JSON.stringify({ ...request, stages, state }), keepPaused];
  const [row] = await sql.query<{ readied: ReadyStage[] }>(RERUN_JOB, params);
  return row?.readied ?? [];
}
