export { amountOf, PRICE_LIST, priceOf } from './price-list.js';
export type { Price, PriceList } from './price-list.js';
export { PriceBook } from './price-book.js';
export { ANTHROPIC_PRICES } from './prices/anthropic.js';
export { ELEVENLABS_PRICES } from './prices/elevenlabs.js';
export { GEMINI_PRICES } from './prices/gemini.js';
export { OPENAI_PRICES } from './prices/openai.js';
