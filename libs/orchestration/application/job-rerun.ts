import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/database';
import { AppError } from '#libs/kernel';
import type { RerunPlan, RerunRequest } from '../domain/rerun.js';
import type { JobStatus } from '../domain/state-machine.js';
import type { Scope } from '../domain/views.js';
import type { LockedJob } from '../persistence/control-store.js';
import { RerunStore } from '../persistence/rerun-store.js';
import { Dispatcher } from './dispatcher.js';
import { JobQueries } from './job-queries.js';
import { RerunPlanning } from './rerun-planning.js';

const RERUNNABLE: readonly JobStatus[] = ['completed', 'failed', 'cancelled', 'paused'];

/** What would run again. */
export interface RerunForecast {
  state: RerunPlan['state'];
  /** `lastCostMicros`: what it cost when it last finished; null where it never has. */
  executions: { stage: string; item: number | null; lastCostMicros: number | null }[];
  /** The sum of what is known. */
  lastCostMicros: number;
}

/** Runs parts of a job again: from a stage on, or one item of a fan-out and what comes after it. */
@Injectable()
export class JobRerun {
  constructor(
    private readonly store: RerunStore,
    private readonly queries: JobQueries,
    private readonly planning: RerunPlanning,
    private readonly dispatcher: Dispatcher,
  ) {}

  /**
   * Changes nothing.
   * @throws AppError `job.not_found`, `job.not_rerunnable`, ValidationError naming `from` or `item`
   */
  async forecast(scope: Scope, id: string, request: RerunRequest): Promise<RerunForecast> {
    const { status, pipeline, pipelineVersion, track } = await this.queries.get(scope, id);
    const job = { id, status, pipeline, pipeline_version: pipelineVersion, track };
    const plan = await this.plan(job, request);
    return this.withCosts(id, plan);
  }

  /**
   * Runs it, in one transaction: work of the job that is still running for a stage of the plan is fenced off.
   * @throws AppError `job.not_found`, `job.not_rerunnable`, ValidationError naming `from` or `item`
   */
  async rerun(scope: Scope, id: string, request: RerunRequest): Promise<RerunForecast> {
    const forecast = await this.forecast(scope, id, request);
    const readied = await this.store.rerun(id, scope.userId, request, (job, sql) =>
      this.plan(job, request, sql),
    );
    this.dispatcher.readied(readied);
    return forecast;
  }

  private async plan(job: LockedJob, request: RerunRequest, sql?: Sql): Promise<RerunPlan> {
    if (!RERUNNABLE.includes(job.status)) {
      const message = `Only a job that has ended or is paused can be run again; this one is ${job.status}`;
      throw new AppError('job.not_rerunnable', message, { class: 'input' });
    }
    return this.planning.plan(job, request, sql);
  }

  private async withCosts(jobId: string, { state, executions }: RerunPlan): Promise<RerunForecast> {
    const costs = await this.store.lastCosts(jobId);
    const costed = executions.map(({ stage, item }) => {
      const known = costs.find((cost) => cost.stage === stage && cost.item === item);
      return { stage, item, lastCostMicros: known?.cost ?? null };
    });
    const lastCostMicros = costed.reduce((sum, execution) => sum + (execution.lastCostMicros ?? 0), 0);
    return { state, executions: costed, lastCostMicros };
  }
}
