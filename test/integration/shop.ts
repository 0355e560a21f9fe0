import { Injectable } from '@nestjs/common';
import { micros } from '#libs/kernel';
import {
  DefiniteFailure,
  PaidOperation,
  type EffectProgress,
  type EffectTicket,
  type Reconciliation,
  type Submission,
} from '#libs/orchestration';

/** A shop that keeps books of what it was asked for, and that can lose its answers. */
export class Shop {
  orders = new Map<string, { reference: string; cancelled: boolean }>();
  charges: string[] = [];
  /** What happens to the next answers, first come first served. */
  mishaps: ('drop' | 'lose-request' | 'refuse' | 'reject')[] = [];
  finished = true;
  /** What it charges for an order; it is estimated at 700. */
  price = 500;
  /** Done between the order and its answer. */
  beforeAnswer: () => Promise<void> = () => Promise.resolve();
  open = 0;
  mostOpen = 0;

  order(reference: string, keyed: boolean): string {
    const mishap = this.mishaps.shift();
    if (mishap === 'refuse')
      throw new DefiniteFailure('shop.full', 'come back later', { retryable: true, retryAfterMs: 1 });
    if (mishap === 'reject') throw new DefiniteFailure('shop.no_credit', 'pay first', { retryable: false });
    if (mishap === 'lose-request') throw new Error('socket hang up');
    const known = [...this.orders].find(([, order]) => order.reference === reference)?.[0];
    const id = keyed && known !== undefined ? known : `order-${this.orders.size}-${reference}`;
    if (!this.orders.has(id)) {
      this.orders.set(id, { reference, cancelled: false });
      this.charges.push(reference);
    }
    if (mishap === 'drop') throw new Error('socket hang up');
    return id;
  }
}

export const shops = {
  keyed: new Shop(),
  plain: new Shop(),
  blind: new Shop(),
  free: new Shop(),
  hooked: new Shop(),
};
export type ShopName = keyof typeof shops;

abstract class Purchase extends PaidOperation<{ what: string }, { bought: string }> {
  abstract override readonly provider: ShopName;
  override readonly operation = 'buy';
  override limits: { concurrency: number; perTenant: number; perMinute?: number } = {
    concurrency: 1_000,
    perTenant: 1_000,
  };
  override readonly pollIntervalMs = 10;
  override readonly absentAfterMs: number = 50;

  private get shop(): Shop {
    return shops[this.provider];
  }

  override estimate() {
    return micros(700);
  }

  override async submit(_: { what: string }, ticket: EffectTicket): Promise<Submission<{ bought: string }>> {
    ticket.assertHeld();
    this.shop.mostOpen = Math.max(this.shop.mostOpen, ++this.shop.open);
    const externalId = this.shop.order(ticket.effectId, this.reconciliation === 'idempotency-key');
    await this.shop.beforeAnswer();
    return { externalId };
  }

  override async poll(externalId: string): Promise<EffectProgress<{ bought: string }>> {
    if (!this.shop.finished) return { status: 'running' };
    this.shop.open--;
    return { status: 'done', result: { bought: externalId }, costMicros: micros(this.shop.price) };
  }

  protected find({ effectId }: EffectTicket) {
    const id = [...this.shop.orders].find(([, { reference }]) => reference === effectId)?.[0];
    return Promise.resolve(id === undefined ? null : { externalId: id });
  }

  override async cancel(externalId: string) {
    const order = this.shop.orders.get(externalId);
    if (order) order.cancelled = true;
    return { stopped: true, costMicros: micros(200) };
  }
}

@Injectable()
export class Keyed extends Purchase {
  override readonly provider = 'keyed';
  override readonly reconciliation: Reconciliation = 'idempotency-key';
}
@Injectable()
export class Plain extends Purchase {
  override readonly provider = 'plain';
  override readonly reconciliation: Reconciliation = 'lookup';
  override lookUp(ticket: EffectTicket) {
    return this.find(ticket);
  }
}
@Injectable()
export class Blind extends Purchase {
  override readonly provider = 'blind';
  override readonly reconciliation: Reconciliation = 'none';
}
/** Costs nothing: a model of one's own, say. */
@Injectable()
export class Free extends Purchase {
  override readonly provider = 'free';
  override readonly reconciliation: Reconciliation = 'none';
  override estimate() {
    return micros(0);
  }
  override async poll(externalId: string): Promise<EffectProgress<{ bought: string }>> {
    const progress = await super.poll(externalId);
    return progress.status === 'done' ? { ...progress, costMicros: micros(0) } : progress;
  }
}
@Injectable()
export class Hooked extends Purchase {
  override readonly provider = 'hooked';
  override readonly reconciliation: Reconciliation = 'webhook';
  override readonly absentAfterMs = 20_000;
}
