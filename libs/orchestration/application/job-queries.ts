import { Injectable } from '@nestjs/common';
import { cursorAt, type Filter, parseFilter, type Position, positionOf } from '#libs/filters';
import { AppError, isId } from '#libs/kernel';
import { batchView, MAX_BATCH } from '../domain/batch.js';
import { nextActionOf } from '../domain/next-action.js';
import type { PipelineGraph } from '../domain/pipeline-graph.js';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import { progressOf, unweightedProgress } from '../domain/progress.js';
import { withStagesAhead } from '../domain/stages-ahead.js';
import type { JobStatus } from '../domain/state-machine.js';
import type { ArtifactView, BatchView, JobSummary, JobView, Scope, StageView } from '../domain/views.js';
import { iso, JobReader, type JobTrack } from '../persistence/job-reader.js';
import { JOB_FILTERS, type JobListing, type JobSort, sortColumn } from '../persistence/job-list.js';
import type { JobRow } from '../persistence/rows.js';

export interface Page<T> {
  items: T[];
  /** Pass it as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

export interface ListJobs {
  limit: number;
  cursor?: string;
  status?: JobStatus;
  /** In the grammar of libs/filters, over `JOB_FILTERS`. */
  filter?: string;
  sort?: JobSort;
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
    const found = isId(id) ? await this.reader.job(scope, id) : undefined;
    if (found === undefined)
      throw new AppError('job.not_found', 'There is no job with this id', { class: 'input' });
    const { row } = found;
    const stages = this.allStages(row, found.stages);
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

  /**
   * One page of jobs. A cursor is good for the same sort and filter alone.
   * @throws AppError `job.bad_cursor`, ValidationError telling what is wrong with the filter
   */
  async list(
    scope: Scope,
    { limit, cursor, status, filter: text = '', sort = '-createdAt' }: ListJobs,
  ): Promise<Page<JobSummary>> {
    const list = ['jobs', sort, status ?? '', text];
    const after = cursor === undefined ? null : afterCursor(list, cursor);
    const filter = filterOf(text, status);
    const rows = await this.reader.jobs(scope, { limit: limit + 1, filter, sort, after });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: await this.summaries(shown),
      nextCursor: rows.length > limit && last ? cursorAt(list, positionIn(last, sort)) : null,
    };
  }

  /**
   * The jobs that were submitted in one call, in the order in which they stood there.
   * @throws AppError `batch.not_found`
   */
  async batch(scope: Scope, id: string): Promise<BatchView> {
    const filter: Filter = { kind: 'compare', field: 'batchId', operator: '=', value: id };
    const listing: JobListing = { limit: MAX_BATCH, filter, sort: 'createdAt', after: null };
    const rows = isId(id) ? await this.reader.jobs(scope, listing) : [];
    if (rows.length > 0) return batchView(id, await this.summaries(rows));
    throw new AppError('batch.not_found', 'There is no batch with this id', { class: 'input' });
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

  /** The stages of a job, of which those that nothing has come to yet are not in the database. */
  allStages(job: JobTrack, known: StageView[]): StageView[] {
    return withStagesAhead(this.graph(job), job.status, known);
  }

  /** The job's progress from its stages, 0 to 1. */
  progress(row: JobTrack, stages: StageView[]): number {
    if (row.status === 'completed') return 1;
    const graph = this.graph(row);
    return graph === undefined ? unweightedProgress(stages) : progressOf(graph.stages, stages);
  }

  private graph({ pipeline, pipeline_version: version, track }: JobTrack): PipelineGraph | undefined {
    return this.pipelines.find(pipeline, version, track);
  }

  private async summaries(rows: JobRow[]): Promise<JobSummary[]> {
    const stages = await this.reader.stages(rows.map(({ id }) => id));
    return rows.map((row) => this.summary(row, stages.get(row.id) ?? []));
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
      batchId: row.batch_id,
      createdAt: iso(row.created_at) as string,
      startedAt: iso(row.started_at),
      finishedAt: iso(row.finished_at),
    };
  }
}

function filterOf(text: string, status: JobStatus | undefined): Filter | null {
  const filter = text.trim() === '' ? null : parseFilter(text, JOB_FILTERS);
  if (status === undefined) return filter;
  const one: Filter = { kind: 'compare', field: 'status', operator: '=', value: status };
  return filter === null ? one : { kind: 'and', parts: [one, filter] };
}

function positionIn(row: JobRow, sort: JobSort): Position {
  const column = sortColumn(sort);
  return column === null ? [row.id] : [row[column], row.id];
}

function afterCursor(list: string[], cursor: string): JobListing['after'] {
  const position = positionOf(list, cursor);
  const id = position?.at(-1);
  if (typeof id !== 'string' || !isId(id)) {
    throw new AppError(
      'job.bad_cursor',
      'cursor: must be the nextCursor of an earlier page of the same list, with the same sort and filter',
      { class: 'input' },
    );
  }
  const [value] = position as Position;
  return { value: Number.isSafeInteger(value) ? (value as number) : null, id };
}
