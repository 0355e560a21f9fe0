import { Injectable, Module } from '@nestjs/common';
import { PriceBook } from '#libs/costs';
import { type JsonObject, type Micros, type UsageUnit } from '#libs/kernel';
import {
  DefiniteFailure,
  PaidOperation,
  type EffectProgress,
  type EffectTicket,
  type Reconciliation,
  type Submission,
} from '#libs/orchestration';
import { refusalOf } from '../refusal.js';
import { TariffClient } from './client.js';

interface Request extends JsonObject {
  model: string;
  wanted: number;
}

interface Result extends JsonObject {
  text: string;
}

/** An order at a provider with a tariff. What it costs is for the price book to say, from what the provider has made. */
@Injectable()
abstract class TariffOperation extends PaidOperation<Request, Result> {
  override readonly operation: string = 'video.generate';
  override readonly limits = { concurrency: 10_000, perTenant: 10_000 };
  override readonly pollIntervalMs = 60;
  override readonly absentAfterMs: number = 2_000;
  protected readonly unit: UsageUnit = 'seconds';

  constructor(private readonly prices: PriceBook) {
    super();
  }

  private get client(): TariffClient {
    return new TariffClient(this.provider);
  }

  override estimate({ model, wanted }: Request): Micros {
    return this.cost(model, wanted);
  }

  override async submit({ model, wanted }: Request, ticket: EffectTicket): Promise<Submission<Result>> {
    ticket.assertHeld();
    const keyed = this.reconciliation === 'idempotency-key';
    try {
      const id = await this.client.order(ticket.effectId, model, wanted, { keyed, signal: ticket.signal });
      return { externalId: idOf(model, id) };
    } catch (error) {
      throw sorted(error);
    }
  }

  override async poll(externalId: string, { signal }: EffectTicket): Promise<EffectProgress<Result>> {
    const { model, id } = partsOf(externalId);
    const { status, made = 0 } = await this.client.poll(id, signal);
    if (status === 'running') return { status };
    const costMicros = this.cost(model, made);
    if (status === 'done') return { status, result: { text: `${made} of ${model}` }, costMicros };
    return { status: 'failed', message: status, costMicros };
  }

  override async cancel(externalId: string, { signal }: EffectTicket) {
    const { model, id } = partsOf(externalId);
    const { stopped, made } = await this.client.cancel(id, signal);
    return { stopped, costMicros: this.cost(model, made) };
  }

  protected async find({ effectId, signal }: EffectTicket) {
    const found = await this.client.lookUp(effectId, signal);
    return found && { externalId: idOf(found.model, found.id) };
  }

  private cost(model: string, quantity: number): Micros {
    const by = { provider: this.provider, model };
    const start = { ...by, unit: 'credits' as const, quantity: 1 };
    return this.prices.cost([start, { ...by, unit: this.unit, quantity }]);
  }
}

@Injectable()
export class FirstFilms extends TariffOperation {
  override readonly provider = 'tariff-one';
  override readonly reconciliation: Reconciliation = 'idempotency-key';
}

@Injectable()
export class SecondFilms extends TariffOperation {
  override readonly provider = 'tariff-two';
  override readonly reconciliation: Reconciliation = 'lookup';

  override lookUp(ticket: EffectTicket): Promise<{ externalId: string } | null> {
    return this.find(ticket);
  }
}

@Injectable()
export class Voice extends TariffOperation {
  override readonly provider = 'tariff-voice';
  override readonly operation = 'speech.speak';
  override readonly reconciliation: Reconciliation = 'lookup';
  protected override readonly unit = 'characters';

  override lookUp(ticket: EffectTicket): Promise<{ externalId: string } | null> {
    return this.find(ticket);
  }
}

/** The model is told again with each answer, so that what is found by a look-up can be priced. */
const idOf = (model: string, id: string): string => `${model}/${id}`;
const partsOf = (externalId: string): { model: string; id: string } => {
  const [model = '', id = ''] = externalId.split('/');
  return { model, id };
};

/** Refused, or never connected: nothing was done. Everything else may have been charged. */
function sorted(error: unknown): unknown {
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
  return cause?.code === 'ECONNREFUSED'
    ? new DefiniteFailure('provider.unreachable', 'The provider can’t be reached', { retryable: true })
    : (refusalOf(error) ?? error);
}

const operations = [FirstFilms, SecondFilms, Voice];

@Module({ providers: operations, exports: operations })
export class TariffOperationsModule {}
