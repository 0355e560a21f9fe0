import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { withChanges, type Price } from '../domain/price-list.js';
import { PriceListStore, type PublishedPriceList } from '../persistence/price-list-store.js';
import { PRICE_LIST } from '../prices/index.js';
import { PriceBook } from './price-book.js';

const HISTORY = 100;

/** Publishing prices, and looking up what they were. */
@Injectable()
export class PriceLists {
  constructor(
    private readonly store: PriceListStore,
    private readonly book: PriceBook,
  ) {}

  /** The newest first; the list that comes with the program is not among them. */
  history(): ReturnType<PriceListStore['history']> {
    return this.store.history(HISTORY);
  }

  /** @param version `current` for the one in force. @throws AppError `costs.no_such_price_list` */
  async get(version: string): Promise<Pick<PublishedPriceList, 'version' | 'prices'>> {
    await this.book.refresh();
    const wanted = version === 'current' ? this.book.version : version;
    if (wanted === PRICE_LIST.version) return PRICE_LIST;
    const list = await this.store.find(wanted);
    if (list !== null) return list;
    throw new AppError('costs.no_such_price_list', 'No price list has this version', { class: 'input' });
  }

  /** Publishes the list in force with these changes as a new version; within seconds all processes go by it. */
  async publish(
    changes: readonly Price[],
    by: { note: string; actor: string; tenantId: string },
  ): Promise<PublishedPriceList> {
    const published = await this.store.publish(
      (newest) => withChanges(newest ?? PRICE_LIST.prices, changes),
      by,
    );
    await this.book.refresh();
    return published;
  }
}
