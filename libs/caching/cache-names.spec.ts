import fc from 'fast-check';
import { CacheNames } from './cache-names.js';

const names = new CacheNames('cache');
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', ':', '#', '"', ','), maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.stringMatching(/^[\w.-]{1,6}$/),
);

describe('names in Redis', () => {
  it('are equal for equal parts only', () => {
    const parts = fc.tuple(text, text, text);
    fc.assert(
      fc.property(parts, parts, ([a, b, c], [d, e, f]) => {
        const one = names.idOf({ scope: a, kind: b, key: c });
        const two = names.idOf({ scope: d, kind: e, key: f });
        expect(one === two).toBe(a === d && b === e && c === f);
        expect(names.tag(a, b) === names.tag(d, e)).toBe(a === d && b === e);
      }),
      { seed: 20_261_121, numRuns: 2_000 },
    );
  });

  it('hold no character that a pattern, a line or a separator is made of', () => {
    fc.assert(
      fc.property(text, text, (scope, key) => {
        expect(names.idOf({ scope, kind: 'plan', key })).toMatch(/^(#[0-9a-f]{64}|[\w.-]+:plan:[\w.-]+)$/);
      }),
      { seed: 20_261_121, numRuns: 2_000 },
    );
  });
});
