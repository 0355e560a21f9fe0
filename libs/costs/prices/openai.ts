import { micros } from '#libs/kernel';
import type { Price } from '../price-list.js';
import { tokenPrices } from './tokens.js';

const perCharacter = (model: string, priceMicros: number): Price => ({
  provider: 'openai',
  model,
  unit: 'characters',
  priceMicros: micros(priceMicros),
  per: 1,
});

/**
 * developers.openai.com/api/docs/pricing, November 2026: standard tier, prompts up to 272,000 tokens; longer ones are not sent.
 * Of the image models, text that goes in and pictures that come out.
 */
export const OPENAI_PRICES: Price[] = [
  ...tokenPrices('openai', 'gpt-6.1-sol', 2_000_000, 10_000_000),
  ...tokenPrices('openai', 'gpt-6.1-terra', 1_000_000, 5_000_000),
  ...tokenPrices('openai', 'gpt-6-luna', 100_000, 500_000),
  ...tokenPrices('openai', 'gpt-5.6-luna', 200_000, 1_200_000),
  ...tokenPrices('openai', 'gpt-image-2.5-flare', 5_000_000, 30_000_000),
  ...tokenPrices('openai', 'gpt-image-2.5-sunburst', 5_000_000, 30_000_000),
  perCharacter('tts-1', 15),
  perCharacter('tts-1-hd', 30),
];
