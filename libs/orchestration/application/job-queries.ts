import { Injectable } from '@nestjs/common';
import { AppError, isId } from '#libs/kernel';
import { nextActionOf } from '../domain/next-action.js';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import { progressOf } from '../domain/progress.js';
import type { ArtifactView, JobSummary, JobView, Scope, StageView } from '../domain/views.js';
import { iso, JobReader, type JobTrack } from '../persistence/job-reader.js';
import type { JobRow } from '../persistence/rows.js';

export interface Page<T> {
  items: T[];
  /** Pass it as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

/** Everything that can be read of jobs. What the caller may not see does not exist. */
@Injectable()
export class JobQueries {
  constructor(
    private readonly reader: JobReader,
    private readonly pipelines: PipelineRegistry,
  ) {}

  /** @throws AppError `job.not_found` */
  async get(scope: Scope, id: string): Promise<JobView> {
    const row = isId(id) ? await this.reader.job(scope, id) : undefined;
    if (row === undefined)
      throw new AppError('job.not_found', 'There is no job with this id', { class: 'input' });
    const stages = (await this.reader.stages([id])).get(id) ?? [];
    const queuePosition = row.status === 'pending' ? await this.reader.jobsAhead(row) : null;
    const admitted = row.admitted_at !== null;
    const nextAction = nextActionOf({
      status: row.status,
      error: row.error,
      admitted,
      queuePosition,
      stages,
    });
    return { ...this.summary(row, stages), estimate: row.estimate, queuePosition, nextAction, stages };
  }

  /** @throws AppError `job.bad_cursor` */
  async list(
    scope: Scope,
    page: { limit: number; cursor?: string; status?: string },
  ): Promise<Page<JobSummary>> {
    if (page.cursor !== undefined && !isId(page.cursor)) {
      throw new AppError('job.bad_cursor', 'cursor: must be the nextCursor of an earlier page', {
        class: 'input',
      });
    }
    const before = page.cursor ?? null;
    const rows = await this.reader.jobs(scope, {
      limit: page.limit + 1,
      before,
      status: page.status ?? null,
    });
    const shown = rows.slice(0, page.limit);
    const stages = await this.reader.stages(shown.map((row) => row.id));
    return {
      items: shown.map((row) => this.summary(row, stages.get(row.id) ?? [])),
      nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
    };
  }

  /** @throws AppError `job.not_found` */
  async artifacts(scope: Scope, jobId: string): Promise<ArtifactView[]> {
    await this.get(scope, jobId);
    return this.reader.artifacts(scope, jobId);
  }

  /** @throws AppError `artifact.not_found` */
  async artifact(scope: Scope, id: string): Promise<ArtifactView> {
    const artifact = isId(id) ? await this.reader.artifact(scope, id) : undefined;
    if (artifact === undefined) {
      throw new AppError('artifact.not_found', 'There is no artifact with this id', { class: 'input' });
    }
    return artifact;
  }

  /** The job's progress from its stages, 0 to 1. */
  progress(row: JobTrack, stages: StageView[]): number {
    if (row.status === 'completed') return 1;
    return progressOf(this.pipelines.graph(row.pipeline, row.pipeline_version, row.track).stages, stages);
  }

  private summary(row: JobRow, stages: StageView[]): JobSummary {
    return {
      id: row.id,
      pipeline: row.pipeline,
      pipelineVersion: row.pipeline_version,
      track: row.track,
      trackReason: row.track_reason,
      status: row.status,
      state: row.state,
      progress: this.progress(row, stages),
      seed: row.seed,
      input: row.input,
      scores: row.scores,
      costMicros: row.cost_micros,
      budgetMicros: row.budget_micros,
      error: row.error,
      priority: row.priority,
      scheduleId: row.schedule_id,
      createdAt: iso(row.created_at) as string,
      startedAt: iso(row.started_at),
      finishedAt: iso(row.finished_at),
    };
  }
}
