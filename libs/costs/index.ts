export { LedgerVerifier } from './application/ledger-verifier.js';
export type { LedgerDifference } from './application/ledger-verifier.js';
export { PriceBook } from './application/price-book.js';
export { CostsModule } from './costs.module.js';
export { amountOf, PRICE_LIST, priceOf } from './domain/price-list.js';
export type { Price, PriceList } from './domain/price-list.js';
