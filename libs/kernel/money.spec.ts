import fc from 'fast-check';
import { addMicros, formatMicros, micros, ZERO_MICROS, type Micros } from './money.js';

const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }).map(micros);

describe('micro-dollars', () => {
  it.each([0.5, Number.NaN, 2 ** 53])('refuses %p', (value) => {
    expect(() => micros(value)).toThrow(RangeError);
  });

  it.each([
    [0, '$0.00'],
    [1_250_000, '$1.25'],
    [1, '$0.000001'],
    [-12_345_600, '-$12.3456'],
  ])('writes %i as %s', (value, text) => {
    expect(formatMicros(micros(value))).toBe(text);
  });

  it('keeps every micro-dollar when it is written', () => {
    fc.assert(
      fc.property(amount, (value) => {
        const text = formatMicros(value).replace('$', '');
        const [whole, decimals] = text.replace('-', '').split('.') as [string, string];
        const sign = text.startsWith('-') ? -1 : 1;
        expect(sign * Number(whole + decimals.padEnd(6, '0')) + 0).toBe(value + 0);
      }),
    );
  });

  it('adds in any order to the same sum', () => {
    fc.assert(
      fc.property(fc.array(amount), (amounts) => {
        const backwards: Micros[] = [...amounts].reverse();
        expect(addMicros(...amounts)).toBe(addMicros(ZERO_MICROS, ...backwards));
      }),
    );
  });
});
