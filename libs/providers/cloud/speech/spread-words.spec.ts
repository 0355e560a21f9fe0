import fc from 'fast-check';
import { spreadWords } from './spread-words.js';

const RATE = 1_000;

/** A recording of stretches of sound and silence, in seconds. */
const recording = (...stretches: [sec: number, sounds: boolean][]) => ({
  sampleRate: RATE,
  channels: [
    Float32Array.from(
      stretches.flatMap(([sec, sounds]) =>
        Array.from({ length: Math.round(sec * RATE) }, (_, index) => (sounds ? Math.sin(index) : 0)),
      ),
    ),
  ],
});

describe('spreading words over a recording', () => {
  it('keeps them out of the pauses between clauses', () => {
    const audio = recording([0.3, false], [1, true], [0.5, false], [2, true], [0.2, false]);
    const words = spreadWords('Warm bread, fresh out of the oven', audio);
    expect(words.slice(0, 3)).toEqual([
      { text: 'Warm', startSec: expect.closeTo(0.3, 1) as number, endSec: expect.closeTo(0.7, 1) as number },
      {
        text: 'bread,',
        startSec: expect.closeTo(0.7, 1) as number,
        endSec: expect.closeTo(1.3, 1) as number,
      },
      { text: 'fresh', startSec: expect.closeTo(1.8, 1) as number, endSec: expect.any(Number) as number },
    ]);
    expect(words.at(-1)?.endSec).toBeCloseTo(3.8, 1);
  });

  it('gives every word its place, in order and within the recording, whatever was recorded', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), { minLength: 1, maxLength: 8 }),
        (words, stretches) => {
          const audio = recording(...stretches.map(([size, on]) => [size / 20, on] as [number, boolean]));
          const spread = spreadWords(words.join(' '), audio);
          expect(spread.map(({ text }) => text)).toEqual(words);
          const length = (audio.channels[0]?.length ?? 0) / RATE;
          let last = 0;
          for (const { startSec, endSec } of spread) {
            expect(startSec).toBeGreaterThanOrEqual(last - 1e-6);
            expect(endSec).toBeGreaterThanOrEqual(startSec);
            last = endSec;
          }
          expect(last).toBeLessThanOrEqual(length + 1e-6);
        },
      ),
      { seed: 11 },
    );
  });
});
