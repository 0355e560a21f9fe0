import { micros, type UsageUnit } from '#libs/kernel';
import type { Price } from '../domain/price-list.js';

const price = (model: string, unit: UsageUnit, priceMicros: number): Price => ({
  provider: 'replicate',
  model,
  unit,
  priceMicros: micros(priceMicros),
  per: 1,
  source: `https://replicate.com/${model.replace(/@.*/, '')}`,
  asOf: '2026-11-01',
});

/** A second by its lines; where those are not known yet, as much as it may cost. */
const film = (model: string, at720: number, at1080: number): Price[] => [
  price(`${model}@720p`, 'seconds', at720),
  price(`${model}@1080p`, 'seconds', at1080),
  price(model, 'seconds', at1080),
];

/** November 2026: official models, paid by what they deliver. */
export const REPLICATE_PRICES: Price[] = [
  ...film('bytedance/seedance-1-lite', 36_000, 72_000),
  ...film('bytedance/seedance-1-pro', 60_000, 150_000),
  price('black-forest-labs/flux-1.1-pro', 'images', 40_000),
  price('black-forest-labs/flux-schnell', 'images', 3_000),
  price('google/lyria-2', 'seconds', 2_000),
];
