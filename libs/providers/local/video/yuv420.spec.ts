import fc from 'fast-check';
import { yuvConverter } from './yuv420.js';

type Colour = [r: number, g: number, b: number];

const luma = ([r, g, b]: Colour) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
/** As BT.709 has it. */
const expected = (colour: Colour): [y: number, u: number, v: number] => [
  16 + (219 * luma(colour)) / 255,
  128 + (224 * (colour[2] - luma(colour))) / 1.8556 / 255,
  128 + (224 * (colour[0] - luma(colour))) / 1.5748 / 255,
];
const furthest = (found: readonly number[], wanted: readonly number[]) =>
  Math.max(...found.map((value, index) => Math.abs(value - (wanted[index] ?? NaN))));

const even = (min: number, max: number) => fc.integer({ min: min / 2, max: max / 2 }).map((half) => 2 * half);
const pictures = fc
  .record({ width: even(8, 44), height: even(2, 40) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: 4 * width * height, maxLength: 4 * width * height })
      .map((rgba) => ({ width, height, rgba })),
  );

describe('yuvConverter', () => {
  it('gives every pixel its Y, and every square of four the U and V of their mean', () => {
    fc.assert(
      fc.property(pictures, ({ width, height, rgba }) => {
        const colourAt = (x: number, y: number) =>
          [...rgba.subarray(4 * (y * width + x))].slice(0, 3) as Colour;
        const ys: number[] = [];
        const [us, vs]: [number[], number[]] = [[], []];
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            ys.push(expected(colourAt(x, y))[0]);
            if (x % 2 === 1 || y % 2 === 1) continue;
            const square = [colourAt(x, y), colourAt(x + 1, y), colourAt(x, y + 1), colourAt(x + 1, y + 1)];
            const mean = [0, 1, 2].map(
              (at) => square.reduce((sum, colour) => sum + (colour[at] ?? 0), 0) / 4,
            );
            const [, u, v] = expected(mean as Colour);
            us.push(u);
            vs.push(v);
          }
        const planes = yuvConverter(width, height)(rgba);
        expect(planes).toHaveLength(1.5 * width * height);
        // Half a step of rounding, and what the factors were rounded by.
        expect(furthest([...planes], [...ys, ...us, ...vs])).toBeLessThan(0.52);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps greys grey, and black and white at the ends of the range', () => {
    const convert = yuvConverter(8, 2);
    for (const grey of [0, 1, 77, 128, 254, 255]) {
      const planes = convert(new Uint8Array(64).fill(grey));
      expect(new Set(planes.subarray(0, 16))).toEqual(new Set([Math.round(16 + (219 * grey) / 255)]));
      expect(new Set(planes.subarray(16))).toEqual(new Set([128]));
    }
  });

  it.each([
    [7, 2],
    [9, 2],
    [6, 2],
    [8, 3],
    [8, 0],
  ])('refuses %i × %i and says why', (width, height) => {
    expect(() => yuvConverter(width, height)).toThrow(/both sides have to be even, and the width at least 8/);
  });
});
