import { Injectable, Optional } from '@nestjs/common';
import { addMicros, type Micros, type Usage } from '#libs/kernel';
import { amountOf, PRICE_LIST, priceOf, type PriceList } from './price-list.js';

/** The prices in force. What it says of a usage today is what is reserved and charged for it. */
@Injectable()
export class PriceBook {
  constructor(@Optional() private readonly list: PriceList = PRICE_LIST) {}

  /** The version of the price list that the amounts come from. */
  get version(): string {
    return this.list.version;
  }

  /** What this costs, each line rounded up to a whole micro-dollar. @throws AppError `costs.unknown_price` */
  cost(usage: readonly Usage[]): Micros {
    return addMicros(
      ...usage.map(({ provider, model, unit, quantity }) =>
        amountOf(priceOf(this.list, provider, unit, model), quantity),
      ),
    );
  }
}
