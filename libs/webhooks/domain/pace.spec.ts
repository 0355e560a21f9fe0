import fc from 'fast-check';
import { retryAfter, retryDelay } from './pace.js';

describe('the pace of retries', () => {
  it('doubles from 5 seconds to an hour, with half of it left to chance', () => {
    expect([1, 2, 3, 20, 1_000].map((tries) => retryDelay(tries, null, 1 - 1e-12))).toEqual([
      5_000, 10_000, 20_000, 3_600_000, 3_600_000,
    ]);
    expect(retryDelay(1, null, 0)).toBe(2_500);
  });

  it('never comes back sooner than the receiver asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 0, max: 1e8 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (tries, asked, random) => retryDelay(tries, asked, random) >= asked,
      ),
      { seed: 7 },
    );
  });

  it('reads Retry-After in seconds and as a date, and nothing into anything else', () => {
    const now = Date.parse('2026-11-21T09:30:00Z');
    expect(retryAfter('120', now)).toBe(120_000);
    expect(retryAfter('Sat, 21 Nov 2026 09:31:00 GMT', now)).toBe(60_000);
    expect(retryAfter('Sat, 21 Nov 2026 09:29:00 GMT', now)).toBe(0);
    for (const nonsense of [undefined, '', 'soon', '1.5.5']) expect(retryAfter(nonsense, now)).toBeNull();
  });
});
