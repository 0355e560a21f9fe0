import { Injectable } from '@nestjs/common';
import { Markets, newId, ValidationError, type FieldError } from '#libs/kernel';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import type { JobView } from '../domain/views.js';
import { JobWriter, type NewJob } from '../persistence/job-writer.js';
import { SpendingLedger } from '../ports/spending-ledger.js';
import { Admission } from '../admission/admission.js';
import { acceptedJob, readyStages } from './accepted-job.js';
import { Dispatcher } from './dispatcher.js';
import { newJob, type SubmitJob } from './new-job.js';

export interface AcceptedBatch {
  id: string;
  /** In the order of the request. */
  jobs: JobView[];
}

/** Many jobs in one call: all of them are taken on, or none. From then on each is a job like any other, and knows its batch. */
@Injectable()
export class JobBatches {
  constructor(
    private readonly pipelines: PipelineRegistry,
    private readonly writer: JobWriter,
    private readonly dispatcher: Dispatcher,
    private readonly admission: Admission,
    private readonly markets: Markets,
    private readonly ledger: SpendingLedger,
  ) {}

  /**
   * When it returns, all jobs are on disk and will be run; in the order of the commands, all of one user.
   * @throws ValidationError naming every wrong field of every job ("jobs.3.input.brief"), AppError of class `budget` where there is no
   * money for all of them together; then nothing is stored
   */
  async submit(commands: readonly SubmitJob[]): Promise<AcceptedBatch> {
    const id = newId();
    const jobs = this.planned(commands);
    const [first] = jobs;
    if (first === undefined) return { id, jobs: [] };
    for (const job of jobs) job.batchId = id;
    const atLeast = jobs.reduce((sum, { estimate }) => sum + (estimate?.lowMicros ?? 0), 0);
    if (atLeast > 0) await this.ledger.assertRoom(first, atLeast);
    for (const job of jobs) job.admitted = await this.admission.mayBeginAtOnce(job);
    const accepted = await this.writer.insertTogether(jobs);
    this.dispatcher.readied(jobs.filter(({ admitted }) => admitted).flatMap(readyStages));
    if (jobs.some(({ admitted }) => !admitted)) this.admission.look();
    return { id, jobs: jobs.map((job, index) => acceptedJob(job, accepted[index]!)) };
  }

  private planned(commands: readonly SubmitJob[]): NewJob[] {
    const errors: FieldError[] = [];
    const jobs = commands.flatMap((command, index) => {
      try {
        return [newJob(this.pipelines, this.markets, command)];
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error;
        errors.push(
          ...error.fields.map(({ path, ...field }) => ({ ...field, path: `jobs.${index}.${path}` })),
        );
        return [];
      }
    });
    if (errors.length > 0) throw new ValidationError(errors);
    return jobs;
  }
}
