import fc from 'fast-check';
import { cutPrompt, nearestAspect, nearestLength, ratioOf, seedOf, wholeSeconds } from './nearest.js';

describe('what a provider makes that is nearest to what is wanted', () => {
  it.each([
    ['16:9', '16:9'],
    ['9:16', '9:16'],
    ['4:5', '9:16'],
    ['1:1', '16:9'],
    ['1280:720', '16:9'],
    ['nonsense', '16:9'],
  ])('%s becomes %s of films that are wide or tall', (wanted, nearest) => {
    expect(nearestAspect(wanted, ['16:9', '9:16'])).toBe(nearest);
  });

  it('finds the aspect ratio that loses least', () => {
    const made = ['1280:720', '720:1280', '960:960', '832:1104'] as const;
    expect(['16:9', '9:16', '1:1', '4:5'].map((wanted) => nearestAspect(wanted, made))).toEqual([
      '1280:720',
      '720:1280',
      '960:960',
      '832:1104',
    ]);
  });

  it.each([
    [0.5, 4],
    [4, 4],
    [4.001, 6],
    [8, 8],
    [30, 8],
  ])('%d seconds become %d of films of 4, 6 and 8', (seconds, length) => {
    expect(nearestLength(seconds, [4, 6, 8])).toBe(length);
  });

  it('never leaves the bounds, and is long enough within them', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (seconds) => {
        const length = wholeSeconds(seconds, 2, 10);
        expect(Number.isInteger(length) && length >= 2 && length <= 10).toBe(true);
        expect(length >= Math.min(10, seconds) - 1e-5).toBe(true);
      }),
      { seed: 11 },
    );
  });

  it('cuts a prompt between characters', () => {
    expect(cutPrompt('bread 🍞🍞', 7)).toBe('bread ');
    expect(cutPrompt('bread 🍞🍞', 8)).toBe('bread 🍞');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, length) => {
        const cut = cutPrompt(text, length);
        expect(cut.length <= length && text.startsWith(cut) && cut.isWellFormed()).toBe(true);
      }),
      { seed: 12 },
    );
  });

  it('gives seeds that every provider takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }), (seed) => {
        expect(seedOf(seed) >= 0 && seedOf(seed) < 2 ** 31).toBe(true);
      }),
      { seed: 13 },
    );
    expect([ratioOf('16:9'), ratioOf('0:0')]).toEqual([16 / 9, 1]);
  });
});
