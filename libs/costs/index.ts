export { amountOf, PRICE_LIST, priceOf } from './price-list.js';
export type { Price, PriceList } from './price-list.js';
export { PriceBook } from './price-book.js';
