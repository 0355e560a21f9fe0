import { micros } from '#libs/kernel';
import type { Price } from '../price-list.js';

/** A language model's prices in micro-dollars for a million tokens, which is what providers publish in dollars. */
export function tokenPrices(provider: string, model: string, microsIn: number, microsOut: number): Price[] {
  const per = 1_000_000;
  return [
    { provider, model, unit: 'tokens_in', priceMicros: micros(microsIn), per },
    { provider, model, unit: 'tokens_out', priceMicros: micros(microsOut), per },
  ];
}
