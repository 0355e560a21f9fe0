import fc from 'fast-check';
import { LocalBuckets } from './local-buckets.js';

const rate = { perSecond: 10, burst: 5 };
const bucket = { key: 'user', rate };

describe('requests counted in one process', () => {
  it('may come as a burst, and then as fast as the rate', () => {
    const buckets = new LocalBuckets();
    const taken = (ms: number) => buckets.take([bucket], ms)[0]!;
    for (let left = 4; left >= 0; left--) expect(taken(0)).toMatchObject({ allowed: true, remaining: left });
    expect(taken(0)).toMatchObject({ allowed: false, remaining: 0, retryAfterSeconds: 1, resetSeconds: 1 });
    expect(taken(99).allowed).toBe(false);
    expect(taken(100).allowed).toBe(true);
    expect(taken(100).allowed).toBe(false);
  });

  it('are never more than the burst and what the time allows', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 200 });
    fc.assert(
      fc.property(gaps, (waits) => {
        const buckets = new LocalBuckets();
        let now = 0;
        let allowed = 0;
        for (const wait of waits) {
          now += wait;
          if (buckets.take([bucket], now)[0]!.allowed) allowed++;
        }
        expect(allowed).toBeLessThanOrEqual(rate.burst + Math.floor((now / 1_000) * rate.perSecond) + 1);
      }),
      { seed: 5 },
    );
  });

  it('are taken from all buckets or from none', () => {
    const buckets = new LocalBuckets();
    const narrow = { key: 'tenant', rate: { perSecond: 1, burst: 1 } };
    expect(buckets.take([bucket, narrow], 0).map(({ allowed }) => allowed)).toEqual([true, true]);
    expect(buckets.take([bucket, narrow], 0).map(({ allowed }) => allowed)).toEqual([true, false]);
    expect(buckets.take([bucket], 0)[0]!.remaining).toBe(3);
  });

  it('take a bounded amount of memory: who was not seen for long begins anew', () => {
    const buckets = new LocalBuckets();
    const once = { perSecond: 0.001, burst: 1 };
    for (let n = 0; n <= 10_000; n++) buckets.take([{ key: String(n), rate: once }], 0);
    expect(buckets.take([{ key: '0', rate: once }], 0)[0]!.allowed).toBe(true);
    expect(buckets.take([{ key: '9999', rate: once }], 0)[0]!.allowed).toBe(false);
  });
});
