import { LOCAL_PRICES, type PriceList } from '../domain/price-list.js';

/** The prices that come with the program; they hold until others are published. */
export const PRICE_LIST: PriceList = Object.freeze({
  version: '2026-11-1',
  prices: Object.freeze([...LOCAL_PRICES]),
});
