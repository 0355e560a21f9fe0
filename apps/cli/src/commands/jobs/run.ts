import type { ApiClient } from '../../api/api-client.js';
import { AppError } from '#libs/kernel';
import type { Bulk, CancelledJob, Drain, JobCosts, JobPage, Limits, Rerun, ShownJob } from './answers.js';
import { connect } from './connect.js';
import {
  bulkText,
  cancelledText,
  costsText,
  drainText,
  jobText,
  limitsText,
  pageText,
  rerunText,
  steeredText,
} from './texts.js';

export interface Output {
  /** Print the API's answer as one line of JSON. */
  readonly json?: boolean;
}

export interface ListOptions extends Output {
  readonly status?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface RerunOptions extends Output {
  readonly from: string;
  readonly item?: number;
  readonly dryRun?: boolean;
}

export interface BulkOptions extends Output {
  readonly status?: string;
  readonly pipeline?: string;
  readonly createdBefore?: string;
  readonly createdAfter?: string;
  readonly priority?: number;
  readonly from?: string;
  readonly dryRun?: boolean;
}

export interface LimitOptions extends Output {
  readonly scope?: string;
  readonly key?: string;
  readonly max?: number;
  readonly remove?: true;
}

/** The commands for jobs: each asks the API and prints its answer. */
export class JobCommands {
  constructor(
    private readonly client: ApiClient = connect(),
    private readonly print: (text: string) => void = console.log,
  ) {}

  async list({ status, limit, cursor, ...output }: ListOptions): Promise<void> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ status, limit, cursor })) {
      if (value !== undefined) query.set(name, String(value));
    }
    this.tell(await this.client.call<JobPage>('GET', `/v1/jobs?${query}`), pageText, output);
  }

  async inspect(id: string, output: Output): Promise<void> {
    this.tell(await this.client.call<ShownJob>('GET', jobPath(id)), jobText, output);
  }

  async costs(id: string, output: Output): Promise<void> {
    this.tell(await this.client.call<JobCosts>('GET', `${jobPath(id)}/costs`), costsText, output);
  }

  async cancel(id: string, output: Output): Promise<void> {
    this.tell(await this.client.call<CancelledJob>('POST', `${jobPath(id)}/cancel`), cancelledText, output);
  }

  async steer(action: 'pause' | 'resume', id: string, output: Output): Promise<void> {
    this.tell(await this.client.call<ShownJob>('POST', `${jobPath(id)}/${action}`), steeredText, output);
  }

  async prioritise(id: string, priority: number, output: Output): Promise<void> {
    this.tell(await this.client.call<ShownJob>('PATCH', jobPath(id), { priority }), steeredText, output);
  }

  async rerun(id: string, { json, ...request }: RerunOptions): Promise<void> {
    this.tell(await this.client.call<Rerun>('POST', `${jobPath(id)}/rerun`, request), rerunText, { json });
  }

  async bulk(action: string, { json, priority, from, dryRun, ...filter }: BulkOptions): Promise<void> {
    const request = { action, filter, priority, from, dryRun };
    this.tell(await this.client.call<Bulk>('POST', '/v1/jobs/bulk', request), bulkText, { json });
  }

  /** @param switchTo left out: only tells */
  async drain(
    switchTo: 'on' | 'off' | undefined,
    { reason, ...output }: Output & { reason?: string },
  ): Promise<void> {
    const change = switchTo && { drained: switchTo === 'on', reason: reason ?? null };
    this.tell(
      await this.client.call<Drain>(change ? 'PUT' : 'GET', '/v1/admin/drain', change),
      drainText,
      output,
    );
  }

  /** Without options it lists. @throws AppError where it is not said which limit is to be changed, or how */
  async limits({ scope, key, max, remove, ...output }: LimitOptions): Promise<void> {
    if (scope !== undefined || key !== undefined || max !== undefined || remove) {
      if (scope === undefined || key === undefined || (max === undefined) === (remove === undefined)) {
        throw new AppError('cli.limits', 'Say --scope and --key, and either --max or --remove.');
      }
      const path = `/v1/admin/limits/${scope}/${encodeURIComponent(key)}`;
      await (remove ? this.client.call('DELETE', path) : this.client.call('PUT', path, { maxJobs: max }));
    }
    this.tell(await this.client.call<Limits>('GET', '/v1/admin/limits'), limitsText, output);
  }

  private tell<T>(answer: T, text: (answer: T) => string, { json }: Output): void {
    this.print(json ? JSON.stringify(answer) : text(answer));
  }
}

const jobPath = (id: string): string => `/v1/jobs/${encodeURIComponent(id)}`;
