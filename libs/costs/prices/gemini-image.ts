import { micros } from '#libs/kernel';
import type { Price } from '../domain/price-list.js';

const BY = {
  provider: 'gemini',
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
  asOf: '2026-11-01',
};
const MILLION = 1_000_000;

/** In micro-dollars: a picture of up to 1K, a million tokens read, a million tokens of text or thought written. */
const prices = (model: string, image: number, input: number, output: number): Price[] => [
  { ...BY, model, unit: 'images', priceMicros: micros(image), per: 1 },
  { ...BY, model, unit: 'tokens_in', priceMicros: micros(input), per: MILLION },
  { ...BY, model, unit: 'tokens_out', priceMicros: micros(output), per: MILLION },
];

/** November 2026: paid tier. A picture's own tokens are in its price. */
export const GEMINI_IMAGE_PRICES: Price[] = [
  ...prices('gemini-3.1-flash-image', 67_200, 500_000, 3_000_000),
  ...prices('gemini-3-pro-image', 134_400, 2_000_000, 12_000_000),
  ...prices('gemini-2.5-flash-image', 38_700, 300_000, 2_500_000),
];
