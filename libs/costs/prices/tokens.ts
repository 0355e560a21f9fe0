import { micros } from '#libs/kernel';
import type { Price } from '../domain/price-list.js';

/** Where a provider publishes its prices, and when they were read there. */
export type Published = Pick<Price, 'provider' | 'source' | 'asOf'>;

/** A language model's prices in micro-dollars for a million tokens, which is what providers publish in dollars. */
export function tokenPrices(by: Published, model: string, microsIn: number, microsOut: number): Price[] {
  const per = 1_000_000;
  return [
    { ...by, model, unit: 'tokens_in', priceMicros: micros(microsIn), per },
    { ...by, model, unit: 'tokens_out', priceMicros: micros(microsOut), per },
  ];
}

/** A voice's price in micro-dollars for a thousand characters. */
export const characterPrice = (by: Published, model: string, priceMicros: number): Price => ({
  ...by,
  model,
  unit: 'characters',
  priceMicros: micros(priceMicros),
  per: 1_000,
});
