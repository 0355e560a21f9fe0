import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Injectable, StreamableFile } from '@nestjs/common';
import { makeZip } from 'client-zip';
import type { AccessScope } from '#libs/auth';
import { ValidationError } from '#libs/kernel';
import { JobQueries, type JobSummary, type JobView } from '#libs/orchestration';
import { BlobStore } from '#libs/storage';
import { attachment } from '../../artifacts/file-name.js';
import { csvOf } from '../../http/csv.js';
import { toJobDto, toJobSummaryDto } from '../job.mapper.js';
import type { ExportFormat, ExportJobs } from './export.dto.js';

const PAGE = 100;
/** More than this is asked for in parts, by filter. */
const MOST_JOBS = 1_000;

/** A file of an archive. */
interface Entry {
  name: string;
  input: string | AsyncIterable<Uint8Array>;
}

const TYPES: Record<ExportFormat, string> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  zip: 'application/zip',
};

/** Jobs as files to keep: one with everything that it has made, or a filtered list. */
@Injectable()
export class JobExports {
  constructor(
    private readonly queries: JobQueries,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws AppError `job.not_found` */
  async one(scope: AccessScope, id: string, format: ExportFormat): Promise<StreamableFile> {
    const job = await this.queries.get(scope, id);
    if (format === 'json') return file(`job-${id}`, format, jsonOf(toJobDto(job)));
    if (format === 'csv') return file(`job-${id}`, format, stagesCsv(job));
    return file(`job-${id}`, format, archive(this.entriesOf(scope, job, '')));
  }

  /**
   * At most 1,000 jobs; as an archive with what each has made, in a folder of its own.
   * @throws ValidationError telling what is wrong with the filter, or that it lets too many through
   */
  async many(scope: AccessScope, { format, ...list }: ExportJobs): Promise<StreamableFile> {
    const jobs = await this.all(scope, list);
    const json = jsonOf({ items: jobs.map(toJobSummaryDto) });
    if (format === 'json') return file('jobs', format, json);
    if (format === 'csv') return file('jobs', format, jobsCsv(jobs));
    return file('jobs', format, archive(this.entriesOfAll(scope, jobs, json)));
  }

  private async *entriesOfAll(scope: AccessScope, jobs: JobSummary[], json: string): AsyncGenerator<Entry> {
    yield { name: 'jobs.json', input: json };
    yield { name: 'jobs.csv', input: jobsCsv(jobs) };
    for (const { id } of jobs) yield* this.entriesOf(scope, await this.queries.get(scope, id), `${id}/`);
  }

  private async *entriesOf(scope: AccessScope, job: JobView, folder: string): AsyncGenerator<Entry> {
    yield { name: `${folder}job.json`, input: jsonOf(toJobDto(job)) };
    yield { name: `${folder}stages.csv`, input: stagesCsv(job) };
    for (const artifact of await this.queries.artifacts(scope, job.id))
      yield { name: `${folder}artifacts/${artifact.name}`, input: await this.blobs.open(artifact) };
  }

  private async all(scope: AccessScope, list: Omit<ExportJobs, 'format'>): Promise<JobSummary[]> {
    const jobs: JobSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.queries.list(scope, { ...given(list), limit: PAGE, ...(cursor && { cursor }) });
      jobs.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && jobs.length < MOST_JOBS);
    if (cursor === undefined) return jobs;
    const message = `must let at most ${MOST_JOBS} jobs through: export them in parts, for example by createdAt`;
    throw new ValidationError([{ path: 'filter', message }]);
  }
}

const given = ({ status, filter, sort }: Omit<ExportJobs, 'format'>) => ({
  sort,
  ...(status !== undefined && { status }),
  ...(filter !== undefined && { filter }),
});

const jsonOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Nothing is compressed: films are already. Read as it is sent, and no further than it is sent. */
const archive = (entries: AsyncGenerator<Entry>): Readable =>
  Readable.fromWeb(makeZip(entries) as ReadableStream);

const file = (name: string, format: ExportFormat, content: string | Readable): StreamableFile =>
  new StreamableFile(typeof content === 'string' ? Readable.from([Buffer.from(content)]) : content, {
    type: TYPES[format],
    disposition: attachment(`${name}.${format}`),
  });

const jobsCsv = (jobs: readonly JobSummary[]): string =>
  csvOf([
    [
      'id',
      'pipeline',
      'track',
      'status',
      'state',
      'progress',
      'cost_micros',
      'created_at',
      'finished_at',
      'error',
    ],
    ...jobs.map((job) => [
      ...[job.id, job.pipeline, job.track, job.status, job.state, job.progress, job.costMicros],
      ...[job.createdAt, job.finishedAt, job.error?.message ?? null],
    ]),
  ]);

const stagesCsv = ({ stages }: JobView): string =>
  csvOf([
    ['stage', 'item', 'agent', 'status', 'attempt', 'started_at', 'finished_at', 'error'],
    ...stages.map((stage) => [
      ...[stage.stage, stage.item, stage.agent, stage.status, stage.attempt],
      ...[stage.startedAt, stage.finishedAt, stage.error?.message ?? null],
    ]),
  ]);
