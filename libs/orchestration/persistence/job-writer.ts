import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { JsonObject, Micros } from '#libs/kernel';
import type { StageError } from '../domain/execution.js';
import type { GraphStage } from '../domain/pipeline-graph.js';
import type { JobView } from '../domain/views.js';
import { END_JOB } from './fail.sql.js';
import { StageStore } from './stage-store.js';
import { INSERT_JOB } from './submit.sql.js';

export interface NewJob {
  id: string;
  tenantId: string;
  userId: string;
  pipeline: string;
  pipelineVersion: number;
  track: string;
  trackReason: string;
  input: JsonObject;
  seed: number;
  priority: number;
  budgetMicros: Micros;
  stages: { id: string; stage: string; agent: string; queue: string; pending: number; fansOut: boolean }[];
}

/** Writes what people decide about jobs. */
@Injectable()
export class JobWriter {
  constructor(
    private readonly database: Database,
    private readonly stages: StageStore,
  ) {}

  async insert(job: NewJob): Promise<void> {
    await this.database.query(INSERT_JOB, [
      job.id,
      job.tenantId,
      job.userId,
      job.pipeline,
      job.pipelineVersion,
      job.track,
      job.trackReason,
      JSON.stringify(job.input),
      job.seed,
      job.priority,
      job.budgetMicros,
      JSON.stringify(job.stages),
    ]);
  }

  /** @returns false where the job had ended already */
  async cancel(id: string, actor: string): Promise<boolean> {
    return (await this.database.query(END_JOB, [id, 'cancelled', null, actor, null, null])).length > 0;
  }

  /** Lets the job go on from a stage that waits for a person. @returns false where it no longer waits */
  async approve(job: JobView, stage: GraphStage, actor: string): Promise<boolean> {
    const stageId = await this.waitingStage(job.id, stage.name);
    if (stageId === undefined) return false;
    const completion = {
      output: null,
      provenance: null,
      costMicros: 0,
      artifacts: [],
      scores: null,
      fanOuts: [],
      dependents: stage.dependents,
      chain: null,
      reaches: stage.reaches,
    };
    return (await this.stages.finish({ jobId: job.id, stageId, token: null }, completion, actor, 0)) !== null;
  }

  async rejectGate(job: JobView, stage: string, comment: string, actor: string): Promise<boolean> {
    const stageId = await this.waitingStage(job.id, stage);
    if (stageId === undefined) return false;
    const error: StageError = {
      code: 'job.rejected',
      message: comment || 'Rejected by a person',
      class: 'input',
      retryable: false,
      stage,
      nextAction: 'Change the brief as the comment says and submit it again.',
    };
    const params = [job.id, 'failed', JSON.stringify(error), actor, stageId, null];
    return (await this.database.query(END_JOB, params)).length > 0;
  }

  private async waitingStage(jobId: string, stage: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ id: string }>(
      "SELECT id FROM stage_executions WHERE job_id = $1 AND stage = $2 AND status = 'awaiting_approval'",
      [jobId, stage],
    );
    return row?.id;
  }
}
