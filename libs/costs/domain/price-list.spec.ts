import fc from 'fast-check';
import { micros } from '#libs/kernel';
import { PRICE_LIST } from '../prices/index.js';
import { amountOf, priceOf } from './price-list.js';

describe('the price list', () => {
  it.each(['local-writer', 'local-motion-graphics', 'flite'])('has %s for nothing', (provider) => {
    expect(amountOf(priceOf(PRICE_LIST, provider, 'characters'), 1_000_000)).toBe(0);
  });

  it('refuses what has no price, and says which', () => {
    expect(() => priceOf(PRICE_LIST, 'veo', 'seconds')).toThrow(/no price for seconds of veo/);
  });

  it('rounds up to a whole micro-dollar, never by one or more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (priceMicros, per, quantity) => {
          const price = { unit: 'seconds' as const, priceMicros: micros(priceMicros), per };
          const excess =
            BigInt(amountOf(price, quantity)) * BigInt(per) - BigInt(priceMicros) * BigInt(quantity);
          expect(excess >= 0n && excess < BigInt(per)).toBe(true);
        },
      ),
    );
  });
});
