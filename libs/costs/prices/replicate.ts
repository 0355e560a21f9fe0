import { micros } from '#libs/kernel';
import type { Price } from '../price-list.js';

const price = (model: string, unit: string, priceMicros: number): Price => ({
  provider: 'replicate',
  model,
  unit,
  priceMicros: micros(priceMicros),
  per: 1,
});

/** The models' own pages on https://replicate.com, 2026-11: official models, paid by what they deliver. */
export const REPLICATE_PRICES: Price[] = [
  price('bytedance/seedance-1-lite@720p', 'seconds', 36_000),
  price('bytedance/seedance-1-lite@1080p', 'seconds', 72_000),
  price('bytedance/seedance-1-pro@720p', 'seconds', 60_000),
  price('bytedance/seedance-1-pro@1080p', 'seconds', 150_000),
  price('black-forest-labs/flux-1.1-pro', 'images', 40_000),
  price('black-forest-labs/flux-schnell', 'images', 3_000),
  price('google/lyria-2', 'seconds', 2_000),
];
