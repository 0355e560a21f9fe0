import { PriceBook, type Price } from '#libs/costs';

/** A price book of these prices alone, without a database. */
export const priceBookOf = (prices: readonly Price[]): PriceBook =>
  Object.assign(Object.create(PriceBook.prototype) as PriceBook, { list: { version: 'test', prices } });
