import { micros } from '#libs/kernel';
import type { Price } from '../domain/price-list.js';

const perSecond = (model: string, dollarCents: number): Price => ({
  provider: 'veo',
  model,
  unit: 'seconds',
  priceMicros: micros(dollarCents * 10_000),
  per: 1,
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
  asOf: '2026-11-01',
});

/** November 2026: a second of film with sound at 720p or 1080p. */
export const VEO_PRICES: Price[] = [
  perSecond('veo-3.1-generate-preview', 40),
  perSecond('veo-3.1-fast-generate-preview', 15),
];
