import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import type { Receipt } from '../effects/domain/receipt.js';
import type { JobView, Scope } from '../domain/views.js';
import { ControlStore } from '../persistence/control-store.js';
import { Dispatcher } from './dispatcher.js';
import { JobQueries } from './job-queries.js';
import { OutboxRelay } from './outbox-relay.js';

/** Steers jobs that have been accepted, in whatever process they run. */
@Injectable()
export class JobControl {
  constructor(
    private readonly store: ControlStore,
    private readonly queries: JobQueries,
    private readonly dispatcher: Dispatcher,
    private readonly relay: OutboxRelay,
  ) {}

  /**
   * Lets nothing new of the job start. Stages that run finish and count.
   * @throws AppError `job.not_found`, `job.not_pausable`
   */
  async pause(scope: Scope, id: string): Promise<JobView> {
    const job = await this.queries.get(scope, id);
    if (!(await this.store.pause(id, scope.userId)))
      throw refusal(
        'job.not_pausable',
        `Only a pending or processing job can be paused; this one is ${job.status}`,
      );
    return this.queries.get(scope, id);
  }

  /** @throws AppError `job.not_found`, `job.not_paused` */
  async resume(scope: Scope, id: string): Promise<JobView> {
    const job = await this.queries.get(scope, id);
    const readied = await this.store.resume(id, scope.userId);
    if (readied === null)
      throw refusal('job.not_paused', `Only a paused job can be resumed; this one is ${job.status}`);
    this.dispatcher.readied(readied);
    return this.queries.get(scope, id);
  }

  /**
   * Moves what waits of the job to its new place in the queues.
   * @param priority 0 (last) to 9 (first)
   * @throws AppError `job.not_found`, `job.already_ended`
   */
  async prioritise(scope: Scope, id: string, priority: number): Promise<JobView> {
    const job = await this.queries.get(scope, id);
    if ((await this.store.prioritise(id, scope.userId, priority)) === null)
      throw refusal('job.already_ended', `The job has already ended: it is ${job.status}`);
    this.relay.kick();
    return this.queries.get(scope, id);
  }

  /**
   * What cancelling the job stopped, what it has cost, and what may still be charged.
   * @throws AppError `job.not_found`, `job.not_cancelled`
   */
  async receipt(scope: Scope, id: string): Promise<Receipt> {
    const job = await this.queries.get(scope, id);
    const receipt = await this.store.receipt(id);
    if (receipt === null)
      throw refusal('job.not_cancelled', `Only a cancelled job has a receipt; this one is ${job.status}`);
    return receipt;
  }
}

const refusal = (code: string, message: string) => new AppError(code, message, { class: 'input' });
