import fc from 'fast-check';
import { retryDelayMs } from './retry.js';

describe('retryDelayMs', () => {
  it('lies between half and all of a ceiling that doubles with every attempt, up to ten minutes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, chance) => {
          const ceiling = Math.min(600_000, 15_000 * 2 ** (attempt - 1));
          const delay = retryDelayMs(attempt, { next: () => chance });
          expect(delay).toBeGreaterThanOrEqual(Math.floor(ceiling / 2));
          expect(delay).toBeLessThanOrEqual(ceiling);
        },
      ),
    );
  });
});
