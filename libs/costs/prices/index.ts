import { LOCAL_PRICES, type PriceList } from '../domain/price-list.js';
import { ANTHROPIC_PRICES } from './anthropic.js';
import { ELEVENLABS_PRICES } from './elevenlabs.js';
import { GEMINI_PRICES } from './gemini.js';
import { GEMINI_IMAGE_PRICES } from './gemini-image.js';
import { OPENAI_PRICES } from './openai.js';
import { REPLICATE_PRICES } from './replicate.js';
import { RUNWAY_PRICES } from './runway.js';
import { VEO_PRICES } from './veo.js';

/** The prices that come with the program; they hold until others are published. */
export const PRICE_LIST: PriceList = Object.freeze({
  version: '2026-11-1',
  prices: Object.freeze([
    ...LOCAL_PRICES,
    ...ANTHROPIC_PRICES,
    ...GEMINI_PRICES,
    ...OPENAI_PRICES,
    ...ELEVENLABS_PRICES,
    ...VEO_PRICES,
    ...GEMINI_IMAGE_PRICES,
    ...RUNWAY_PRICES,
    ...REPLICATE_PRICES,
  ]),
});
