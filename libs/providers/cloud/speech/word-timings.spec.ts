import fc from 'fast-check';
import { timingsOfCharacters, wordsOf } from './word-timings.js';

const evenly = (text: string) => {
  const characters = [...text];
  return {
    characters,
    starts: characters.map((_, index) => index / 10),
    ends: characters.map((_, index) => (index + 1) / 10),
  };
};

describe('words out of characters', () => {
  it('gives each word from its first character to its last, punctuation included', () => {
    expect(timingsOfCharacters('Olá,  🍞 bom!', evenly('Olá,  🍞 bom!'))).toEqual([
      { text: 'Olá,', startSec: 0, endSec: 0.4 },
      { text: '🍞', startSec: 0.6, endSec: 0.7 },
      { text: 'bom!', startSec: 0.8, endSec: 1.2 },
    ]);
  });

  it('says when the characters are not those of the text', () => {
    expect(timingsOfCharacters('5 %', evenly('five percent'))).toBeNull();
    expect(timingsOfCharacters('warm bread', evenly('warm'))).toBeNull();
  });

  it('never goes back in time, whatever times it is given', () => {
    const times = fc.array(fc.double(), { minLength: 0, maxLength: 60 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), times, times, (text, starts, ends) => {
        const words = timingsOfCharacters(text, { characters: [...text], starts, ends });
        if (words === null) return;
        expect(words.map((word) => word.text)).toEqual(wordsOf(text));
        let last = 0;
        for (const { startSec, endSec } of words) {
          expect(startSec).toBeGreaterThanOrEqual(last);
          expect(endSec).toBeGreaterThanOrEqual(startSec);
          last = endSec;
        }
      }),
      { seed: 3 },
    );
  });
});
