import { peakOf } from '#libs/media/audio';
import { fitPiece } from './fit-piece.js';

const RATE = 48_000;
const tone = (seconds: number, gain = 0.2): [Float32Array, Float32Array] => {
  const channel = Float32Array.from(
    { length: seconds * RATE },
    (_, i) => gain * Math.sin((2 * Math.PI * 440 * i) / RATE),
  );
  return [channel, channel.slice()];
};
/** The quietest tenth of a second between two moments, against the loudest. */
const evenness = ([left]: [Float32Array, Float32Array], fromSec: number, toSec: number): number => {
  const levels: number[] = [];
  for (let at = fromSec * RATE; at < toSec * RATE; at += RATE / 10) {
    levels.push(peakOf([left.subarray(at, at + RATE / 10)]));
  }
  return Math.min(...levels) / Math.max(...levels);
};

describe('fitPiece', () => {
  it.each([1, 4.5, 12])('gives exactly the length, %d s, and ends in nothing', (seconds) => {
    for (const gain of [0.02, 0.9]) {
      const fitted = fitPiece(tone(5, gain), Math.round(seconds * RATE)) as [Float32Array, Float32Array];
      expect(fitted.map((channel) => channel.length)).toEqual([seconds * RATE, seconds * RATE]);
      expect(Math.abs(fitted[0].at(-1) as number)).toBeLessThan(1e-4);
    }
  });

  it('repeats a short piece without a gap, whatever silence it has around it', () => {
    const [left, right] = tone(9);
    for (const channel of [left, right]) channel.fill(0, 0, RATE).fill(0, 7 * RATE);
    const fitted = fitPiece([left, right], 14 * RATE) as [Float32Array, Float32Array];
    expect(evenness(fitted, 1, 11)).toBeGreaterThan(0.5);
  });

  it('has nothing to give for silence', () => {
    expect(fitPiece([new Float32Array(RATE), new Float32Array(RATE)], RATE)).toBeNull();
  });
});
