import fc from 'fast-check';
import { similarityTo } from './similarity.js';

const similarity = (a: string, b: string) => similarityTo(a)(b);
const pinned = { seed: 20_261_121, numRuns: 1_000 };
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '!'), maxLength: 12 }),
);

describe('similarityTo', () => {
  it('is from 0 to 1, the same both ways, and 1 for a text and itself', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const value = similarity(a, b);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(similarity(b, a)).toBe(value);
        expect(similarity(a, a)).toBeCloseTo(1, 12);
      }),
      pinned,
    );
  });

  it('does not hear case and spacing', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        expect(similarity(words.join(' '), `  ${words.join(' \n ').toUpperCase()} `)).toBeCloseTo(1, 12);
      }),
      pinned,
    );
    expect(similarity('Die STRASSE', 'die Straße')).toBeCloseTo(1, 12);
    expect(similarity('caf\u00e9', 'cafe\u0301')).toBeCloseTo(1, 12);
  });

  it.each([
    ['a small bakery in Lisbon at dawn', 'A small bakery in Lisbon, at dawn'],
    ['The red fox and the old lighthouse', 'The red fox and the old lighthouses'],
    [
      'a documentary about the history of bread in France',
      'documentary about the history of bread in France',
    ],
  ])('finds %j and %j alike', (a, b) => {
    expect(similarity(a, b)).toBeGreaterThanOrEqual(0.85);
  });

  it.each([
    ['a small bakery in Lisbon at dawn', 'a small harbour in Lisbon at night'],
    ['the red fox', 'the blue fox'],
    ['bread', 'rockets'],
    ['', 'anything'],
    ['!!!', '???'],
    ['🍞', '🚀'],
  ])('finds %j and %j different', (a, b) => {
    expect(similarity(a, b)).toBeLessThan(0.85);
  });

  it('is 0 for texts that share nothing, and less the more words differ', () => {
    expect(similarity('bread', 'rockets')).toBe(0);
    const near = similarity('one two three four', 'one two three five');
    expect(near).toBeGreaterThan(similarity('one two three four', 'one two nine five'));
  });
});
