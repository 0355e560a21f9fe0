import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { AccessScope } from '#libs/auth';
import { JobQueries, type JobSummary, type JobView } from '#libs/orchestration';
import { BlobStore } from '#libs/storage';
import { attachment } from '../../artifacts/file-name.js';
import { csvOf } from '../../http/csv.js';
import { zip, type ZipEntry } from '../../http/zip.js';
import { toJobDto, toJobSummaryDto } from '../job.mapper.js';
import type { ExportFormat, ExportJobs } from './export.dto.js';

const PAGE = 100;
/** More than this is asked for in parts, by filter. */
const MOST_JOBS = 10_000;

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
    const artifacts = await this.queries.artifacts(scope, id);
    const { blobs } = this;
    async function* entries(): AsyncGenerator<ZipEntry> {
      yield entry('job.json', jsonOf(toJobDto(job)));
      yield entry('stages.csv', stagesCsv(job));
      for (const artifact of artifacts)
        yield { name: `artifacts/${artifact.name}`, content: await blobs.open(artifact) };
    }
    return file(`job-${id}`, format, zip(entries()));
  }

  /** At most 10,000 jobs. @throws ValidationError telling what is wrong with the filter */
  async many(scope: AccessScope, { format, ...list }: ExportJobs): Promise<StreamableFile> {
    const jobs = await this.all(scope, list);
    const json = () => jsonOf({ items: jobs.map(toJobSummaryDto) });
    if (format === 'json') return file('jobs', format, json());
    if (format === 'csv') return file('jobs', format, jobsCsv(jobs));
    return file('jobs', format, zip([entry('jobs.json', json()), entry('jobs.csv', jobsCsv(jobs))]));
  }

  private async all(scope: AccessScope, list: Omit<ExportJobs, 'format'>): Promise<JobSummary[]> {
    const jobs: JobSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.queries.list(scope, { ...given(list), limit: PAGE, ...(cursor && { cursor }) });
      jobs.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && jobs.length < MOST_JOBS);
    return jobs;
  }
}

const given = ({ status, filter, sort }: Omit<ExportJobs, 'format'>) => ({
  sort,
  ...(status !== undefined && { status }),
  ...(filter !== undefined && { filter }),
});

const jsonOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const entry = (name: string, text: string): ZipEntry => ({ name, content: Buffer.from(text) });

const file = (
  name: string,
  format: ExportFormat,
  content: string | AsyncIterable<Uint8Array>,
): StreamableFile =>
  new StreamableFile(Readable.from(typeof content === 'string' ? [Buffer.from(content)] : content), {
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
