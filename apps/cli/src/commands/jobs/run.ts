import { type AiprodClient, type BulkRequest, data, type Job, type Limit } from '#client';
import { AppError } from '#libs/kernel';
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
  readonly status?: Job['status'];
  readonly limit?: number;
  readonly cursor?: string;
}

export interface RerunOptions extends Output {
  readonly from: string;
  readonly item?: number;
  readonly dryRun?: boolean;
}

export interface BulkOptions extends Output {
  readonly status?: Job['status'];
  readonly pipeline?: string;
  readonly createdBefore?: string;
  readonly createdAfter?: string;
  readonly priority?: number;
  readonly from?: string;
  readonly dryRun?: boolean;
}

export interface LimitOptions extends Output {
  readonly scope?: Limit['scope'];
  readonly key?: string;
  readonly max?: number;
  readonly remove?: true;
}

/** The commands for jobs: each asks the API and prints its answer. */
export class JobCommands {
  private readonly api: AiprodClient['api'];

  constructor(
    { api }: AiprodClient = connect(),
    private readonly print: (text: string) => void = console.log,
  ) {
    this.api = api;
  }

  async list({ status, limit, cursor, ...output }: ListOptions): Promise<void> {
    const query = { status, limit, cursor };
    this.tell(await data(this.api.GET('/v1/jobs', { params: { query } })), pageText, output);
  }

  async inspect(id: string, output: Output): Promise<void> {
    this.tell(await data(this.api.GET('/v1/jobs/{id}', of(id))), jobText, output);
  }

  async costs(id: string, output: Output): Promise<void> {
    this.tell(await data(this.api.GET('/v1/jobs/{id}/costs', of(id))), costsText, output);
  }

  async cancel(id: string, output: Output): Promise<void> {
    this.tell(await data(this.api.POST('/v1/jobs/{id}/cancel', of(id))), cancelledText, output);
  }

  async steer(action: 'pause' | 'resume', id: string, output: Output): Promise<void> {
    this.tell(await data(this.api.POST(`/v1/jobs/{id}/${action}`, of(id))), steeredText, output);
  }

  async prioritise(id: string, priority: number, output: Output): Promise<void> {
    const change = { ...of(id), body: { priority } };
    this.tell(await data(this.api.PATCH('/v1/jobs/{id}', change)), steeredText, output);
  }

  async rerun(id: string, { json, ...body }: RerunOptions): Promise<void> {
    this.tell(await data(this.api.POST('/v1/jobs/{id}/rerun', { ...of(id), body })), rerunText, { json });
  }

  async bulk(
    action: BulkRequest['action'],
    { json, priority, from, dryRun, ...filter }: BulkOptions,
  ): Promise<void> {
    const body = { action, filter, priority, from, dryRun };
    this.tell(await data(this.api.POST('/v1/jobs/bulk', { body })), bulkText, { json });
  }

  /** @param switchTo left out: only tells */
  async drain(
    switchTo: 'on' | 'off' | undefined,
    { reason = null, ...output }: Output & { reason?: string | null },
  ): Promise<void> {
    const answer =
      switchTo === undefined
        ? this.api.GET('/v1/admin/drain')
        : this.api.PUT('/v1/admin/drain', { body: { drained: switchTo === 'on', reason } });
    this.tell(await data(answer), drainText, output);
  }

  /** Without options it lists. @throws AppError where it is not said which limit is to be changed, or how */
  async limits({ scope, key, max, remove, ...output }: LimitOptions): Promise<void> {
    if (scope !== undefined || key !== undefined || max !== undefined || remove) {
      if (scope === undefined || key === undefined || (max === undefined) === (remove === undefined)) {
        throw new AppError('cli.limits', 'Say --scope and --key, and either --max or --remove.');
      }
      const params = { path: { scope, key } };
      await (max === undefined
        ? this.api.DELETE('/v1/admin/limits/{scope}/{key}', { params })
        : this.api.PUT('/v1/admin/limits/{scope}/{key}', { params, body: { maxJobs: max } }));
    }
    this.tell(await data(this.api.GET('/v1/admin/limits')), limitsText, output);
  }

  private tell<T>(answer: T, text: (answer: T) => string, { json }: Output): void {
    this.print(json ? JSON.stringify(answer) : text(answer));
  }
}

const of = (id: string) => ({ params: { path: { id } } });
