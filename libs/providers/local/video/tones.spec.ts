import fc from 'fast-check';
import { contrastRatio } from './colour.js';
import { tonesFor } from './tones.js';

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('tonesFor', () => {
  it('keeps every text readable on all that may lie behind it, whatever the palette (WCAG 2.2 AA)', () => {
    const palette = fc
      .record({
        background: colour,
        backgroundAlt: colour,
        primary: colour,
        accent: colour,
        text: colour,
        onPrimary: colour,
      })
      .filter(
        ({ background, backgroundAlt, text }) =>
          contrastRatio(text, background) >= 7 && contrastRatio(text, backgroundAlt) >= 7,
      );
    fc.assert(
      fc.property(palette, (given) => {
        const tones = tonesFor(given);
        const grounds = [given.background, given.backgroundAlt, tones.primaryTint, tones.accentTint];
        for (const ground of [...grounds, tones.plate])
          expect(contrastRatio(tones.text, ground)).toBeGreaterThanOrEqual(4.5);
        for (const ground of grounds) {
          expect(contrastRatio(tones.quiet, ground)).toBeGreaterThanOrEqual(4.5);
          expect(contrastRatio(tones.stress, ground)).toBeGreaterThanOrEqual(3);
        }
      }),
      { numRuns: 300, seed: 20_261_121 },
    );
  });
});
