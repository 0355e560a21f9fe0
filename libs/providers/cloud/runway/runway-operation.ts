import { Injectable } from '@nestjs/common';
import type { TaskRetrieveResponse } from '@runwayml/sdk/resources/tasks';
import type { JsonObject, Micros, Usage } from '#libs/kernel';
import type { EffectProgress, EffectTicket, Reconciliation } from '#libs/orchestration';
import { MediaOperation, type Finished } from '../media/media-operation.js';
import { creditsOf, failureOf, runwayClient } from './tasks.js';

type Succeeded = TaskRetrieveResponse.Succeeded;

/**
 * Runway's tasks. It takes no reference of ours and lists no tasks, so that a lost answer can only be cleared up by a person. A task
 * tells what it has cost in credits.
 */
@Injectable()
export abstract class RunwayOperation<Q extends JsonObject, R extends JsonObject> extends MediaOperation<
  Q,
  R
> {
  override readonly provider = 'runway';
  override readonly reconciliation: Reconciliation = 'none';
  /** Its documentation asks not to look more often. */
  override readonly pollIntervalMs: number = 5_000;

  /** "Returned when Runway is shedding load" (docs.dev.runwayml.com/errors/errors). */
  protected override readonly overloaded = [502, 503];

  /** The model that is set. */
  protected abstract readonly model: string;
  protected abstract finished(task: Succeeded, url: string, charged: Usage[]): Finished<R>;
  /** The most that one task of the model can use. */
  protected abstract mostOfAll(): Usage[];

  get configured(): boolean {
    return this.config.RUNWAY_API_KEY !== undefined;
  }

  protected get baseUrl(): string {
    return this.config.RUNWAY_BASE_URL;
  }

  override async poll(externalId: string, ticket: EffectTicket): Promise<EffectProgress<R>> {
    const task = await this.task(externalId, ticket);
    if (task === null) return this.failed('does not know the task any more', this.mostOfAll());
    switch (task.status) {
      case 'PENDING':
      case 'THROTTLED':
      case 'RUNNING':
        return { status: 'running' };
      case 'FAILED':
        return this.failed(`could not make it${failureOf(task)}`, this.credits(creditsOf(task)));
      case 'CANCELLED':
        return this.failed('has been told to stop', this.credits(creditsOf(task)));
      case 'SUCCEEDED':
        return this.succeeded(externalId, task, ticket.signal);
    }
    throw new Error('runway tells a status that is not documented');
  }

  /** What a task that is stopped halfway costs is known only after it, and not at all once it is forgotten: then all of it. */
  override async cancel(
    externalId: string,
    ticket: EffectTicket,
  ): Promise<{ stopped: boolean; costMicros: Micros }> {
    const before = await this.task(externalId, ticket);
    if (before === null || !('estimatedCost' in before))
      return { stopped: false, costMicros: this.charge([]) };
    await this.ask(ticket, async (fetch) =>
      (await runwayClient(this.config, fetch)).tasks.delete(externalId),
    );
    const after = await this.task(externalId, ticket);
    const spent =
      after !== null && 'cost' in after ? creditsOf(after) : Math.ceil(before.estimatedCost.credits);
    return { stopped: true, costMicros: this.charge(this.credits(spent)) };
  }

  private async succeeded(
    externalId: string,
    task: Succeeded,
    signal: AbortSignal,
  ): Promise<EffectProgress<R>> {
    const charged = this.credits(creditsOf(task));
    const [url] = task.output;
    if (url === undefined) return this.failed('has finished without a result', charged);
    return this.collect(externalId, this.finished(task, url, charged), signal);
  }

  private task(externalId: string, ticket: EffectTicket): Promise<TaskRetrieveResponse | null> {
    return this.askAbout(ticket, async (fetch) =>
      (await runwayClient(this.config, fetch)).tasks.retrieve(externalId),
    );
  }

  private credits(quantity: number): Usage[] {
    return [{ provider: this.provider, model: this.model, unit: 'credits', quantity }];
  }
}
