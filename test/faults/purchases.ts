import { Injectable, Module } from '@nestjs/common';
import { micros, type JsonObject, type Micros } from '#libs/kernel';
import {
  PaidOperation,
  type EffectProgress,
  type EffectTicket,
  type Reconciliation,
  type Submission,
} from '#libs/orchestration';
import { PRICE_PER_SECOND, ProviderClient } from '#libs/testing/faults';
import { refusalOf } from './refusal.js';

interface Request extends JsonObject {
  seconds: number;
}

interface Result extends JsonObject {
  text: string;
}

const price = (seconds: number): Micros => micros(Math.round(seconds * PRICE_PER_SECOND));

/** One generation at the provider under attack. What the adapters differ in is how a lost answer can be found out. */
abstract class Generation extends PaidOperation<Request, Result> {
  override readonly operation = 'generate';
  override readonly limits = { concurrency: 10_000, perTenant: 10_000 };
  override readonly pollIntervalMs = 60;
  override readonly absentAfterMs: number = 3_000;
  protected abstract readonly mode: 'keyed' | 'plain';

  protected get client(): ProviderClient {
    return new ProviderClient(process.env.FAULTS_PROVIDER_URL as string, this.mode);
  }

  override estimate({ seconds }: Request): Micros {
    return price(seconds);
  }

  override async submit({ seconds }: Request, ticket: EffectTicket): Promise<Submission<Result>> {
    ticket.assertHeld();
    try {
      return { externalId: await this.client.submit(ticket.effectId, seconds, ticket.signal) };
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
  }

  override async poll(externalId: string, ticket: EffectTicket): Promise<EffectProgress<Result>> {
    const { status, output, costMicros } = await this.client.poll(externalId, ticket.signal);
    const charged = micros(costMicros ?? 0);
    if (status === 'cancelled') return { status: 'failed', message: 'cancelled', costMicros: charged };
    if (status !== 'done') return { status: 'running' };
    return { status: 'done', result: { text: output?.text ?? '' }, costMicros: charged };
  }

  override async cancel(externalId: string, ticket: EffectTicket) {
    const { stopped, costMicros } = await this.client.cancel(externalId, ticket.signal);
    return { stopped, costMicros: micros(costMicros) };
  }
}

@Injectable()
export class KeyedGeneration extends Generation {
  override readonly provider = 'faults-keyed';
  override readonly reconciliation: Reconciliation = 'idempotency-key';
  protected override readonly mode = 'keyed';
}

@Injectable()
export class PlainGeneration extends Generation {
  override readonly provider = 'faults-plain';
  override readonly reconciliation: Reconciliation = 'lookup';
  protected override readonly mode = 'plain';

  override async lookUp(ticket: EffectTicket): Promise<{ externalId: string } | null> {
    const found = await this.client.lookUp(ticket.effectId, ticket.signal);
    return found && { externalId: found.id };
  }
}

/** The same provider as if it could tell nothing: a person has to. */
@Injectable()
export class BlindGeneration extends Generation {
  override readonly provider = 'faults-blind';
  override readonly reconciliation: Reconciliation = 'none';
  protected override readonly mode = 'plain';
}

const generations = [KeyedGeneration, PlainGeneration, BlindGeneration];

@Module({ providers: generations, exports: generations })
export class PurchasesModule {}
