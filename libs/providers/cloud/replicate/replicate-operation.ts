import { Injectable } from '@nestjs/common';
import type { JsonObject, Micros, Usage } from '#libs/kernel';
import type { EffectProgress, EffectTicket, Reconciliation, Submission } from '#libs/orchestration';
import { MediaOperation, named, type Finished } from '../media/media-operation.js';
import { outputUrl, replicateClient, seen, type SeenPrediction } from './prediction.js';
import { webhookUrl } from './webhook.js';

/**
 * Replicate's predictions by official models: paid by what they deliver, so that one which fails or is stopped costs nothing. Where
 * webhooks are set up, a lost answer is cleared up by the one that names our effect.
 */
@Injectable()
export abstract class ReplicateOperation<Q extends JsonObject, R extends JsonObject> extends MediaOperation<
  Q,
  R
> {
  override readonly provider = 'replicate';
  override readonly pollIntervalMs: number = 2_000;
  /** A film takes minutes, and a model may have to be woken before it. */
  override readonly absentAfterMs: number = 15 * 60_000;

  protected abstract readonly model: string;
  protected abstract input(order: Q): Promise<object>;
  protected abstract finished(prediction: SeenPrediction, url: string, charged: Usage[]): Finished<R>;
  /** What the prediction has delivered, as far as it tells. */
  protected abstract delivered(prediction: SeenPrediction): Usage[];
  /** The most that one prediction can cost. */
  protected abstract mostOfAll(): Usage[];

  get reconciliation(): Reconciliation {
    return this.callsBack ? 'webhook' : 'none';
  }

  get configured(): boolean {
    return this.config.REPLICATE_API_TOKEN !== undefined;
  }

  protected get baseUrl(): string {
    return this.config.REPLICATE_BASE_URL;
  }

  private get callsBack(): boolean {
    return (
      this.config.PROVIDER_WEBHOOK_URL !== undefined && this.config.REPLICATE_WEBHOOK_SECRET !== undefined
    );
  }

  override async submit(order: Q, ticket: EffectTicket): Promise<Submission<R>> {
    const prediction = await this.ask(ticket, async (fetch) =>
      (await replicateClient(this.config, fetch)).predictions.create({
        model: this.model,
        input: await this.input(order),
        ...(this.callsBack && {
          webhook: webhookUrl(this.config.PROVIDER_WEBHOOK_URL as string, ticket.effectId, this.operation),
          webhook_events_filter: ['completed'],
        }),
      }),
    );
    return { externalId: named(this.provider, prediction.id) };
  }

  override async poll(externalId: string, ticket: EffectTicket): Promise<EffectProgress<R>> {
    const prediction = await this.askAbout(ticket, async (fetch) =>
      (await replicateClient(this.config, fetch)).predictions.get(externalId),
    );
    if (prediction === null) return this.failed('does not know the prediction any more', this.mostOfAll());
    return this.progressOf(seen(prediction), ticket.signal);
  }

  /** What a prediction means for us, whether it was asked for or a webhook has brought it. */
  async progressOf(prediction: SeenPrediction, signal: AbortSignal): Promise<EffectProgress<R>> {
    switch (prediction.status) {
      case 'starting':
      case 'processing':
        return { status: 'running' };
      case 'failed':
        return this.failed('could not make it', []);
      case 'canceled':
      case 'aborted':
        return this.failed('has stopped before it was made', []);
      case 'succeeded':
        return this.succeeded(prediction, signal);
    }
  }

  override async cancel(
    externalId: string,
    ticket: EffectTicket,
  ): Promise<{ stopped: boolean; costMicros: Micros }> {
    const after = seen(
      await this.ask(ticket, async (fetch) =>
        (await replicateClient(this.config, fetch)).predictions.cancel(externalId),
      ),
    );
    const stopped = after.status === 'canceled' || after.status === 'aborted';
    return { stopped, costMicros: this.charge([]) };
  }

  /** The model that was asked, which may have been another setting's. */
  protected modelOf({ model }: SeenPrediction, known: object): string {
    return model in known ? model : this.model;
  }

  private async succeeded(prediction: SeenPrediction, signal: AbortSignal): Promise<EffectProgress<R>> {
    const charged = this.delivered(prediction);
    const url = outputUrl(prediction);
    if (url !== undefined)
      return this.collect(prediction.id, this.finished(prediction, url, charged), signal);
    // Outputs are deleted an hour after they were made.
    const reason = prediction.data_removed ? 'has deleted the result' : 'has finished without a result';
    return this.failed(reason, charged);
  }
}
