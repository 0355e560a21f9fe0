export { amountOf, PRICE_LIST, priceOf } from './price-list.js';
export type { Price, PriceList } from './price-list.js';
export { PriceBook } from './price-book.js';
export { GEMINI_IMAGE_PRICES } from './prices/gemini-image.js';
export { REPLICATE_PRICES } from './prices/replicate.js';
export { RUNWAY_PRICES } from './prices/runway.js';
export { VEO_PRICES } from './prices/veo.js';
