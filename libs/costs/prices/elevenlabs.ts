import { micros } from '#libs/kernel';
import type { Price } from '../price-list.js';

const perThousand = (model: string, priceMicros: number): Price => ({
  provider: 'elevenlabs',
  model,
  unit: 'characters',
  priceMicros: micros(priceMicros),
  per: 1_000,
});

/** elevenlabs.io/pricing/api, November 2026: pay as you go. */
export const ELEVENLABS_PRICES: Price[] = [
  perThousand('eleven_multilingual_v2', 100_000),
  perThousand('eleven_v3', 100_000),
  perThousand('eleven_flash_v2_5', 50_000),
];
