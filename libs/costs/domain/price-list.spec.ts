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

  it('goes by the nearest price: the provider by its full name, then the model', () => {
    const list = {
      version: 'test',
      prices: [
        ['local-*', '*', 1],
        ['local-*', 'm', 2],
        ['local-writer', '*', 3],
        ['local-writer', 'm', 4],
      ].map(([provider, model, amount]) => ({
        provider: provider as string,
        model: model as string,
        unit: 'seconds' as const,
        priceMicros: micros(amount as number),
        per: 1,
        source: 'test',
        asOf: '2026-11-01',
      })),
    };
    const of = (provider: string, model: string) => priceOf(list, provider, 'seconds', model).priceMicros;
    expect([
      of('local-foley', 'x'),
      of('local-foley', 'm'),
      of('local-writer', 'x'),
      of('local-writer', 'm'),
    ]).toEqual([1, 2, 3, 4]);
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
