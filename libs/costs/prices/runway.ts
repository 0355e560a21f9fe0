import { micros, type UsageUnit } from '#libs/kernel';
import type { Price } from '../domain/price-list.js';

const CREDIT_MICROS = 10_000;

const credits = (model: string, unit: UsageUnit, count: number): Price => ({
  provider: 'runway',
  model,
  unit,
  priceMicros: micros(count * CREDIT_MICROS),
  per: 1,
  source: 'https://docs.dev.runwayml.com/guides/pricing',
  asOf: '2026-11-01',
});

/**
 * November 2026: a credit is one US cent. Tasks tell their credits; seconds and pictures are what is asked for before. Films are
 * ordered without sound, pictures with at most 1080 lines.
 */
export const RUNWAY_PRICES: Price[] = [
  credits('*', 'credits', 1),
  credits('gen4.5', 'seconds', 12),
  credits('veo3.1', 'seconds', 20),
  credits('veo3.1_fast', 'seconds', 10),
  credits('gen4_image', 'images', 8),
  credits('gemini_2.5_flash', 'images', 5),
];
