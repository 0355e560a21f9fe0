import fc from 'fast-check';
import { type KeyTimes, rotationIsDue, signingKey, verifyingKeys } from './key-timeline.js';

const MINUTE = 60_000;
const TTL = 15 * MINUTE;
const key = (kid: string, signsFrom: number, withdrawnAt: number | null = null): KeyTimes => ({
  kid,
  createdAt: signsFrom - 10 * MINUTE,
  signsFrom,
  withdrawnAt,
});
const kids = (keys: KeyTimes[]) => keys.map(({ kid }) => kid);

describe('signing keys', () => {
  const [old, current, next] = [key('old', 0), key('current', 100 * MINUTE), key('next', 200 * MINUTE)];
  const all = [next, old, current];

  it.each([
    [1, 'old', ['old', 'current', 'next']],
    [100, 'current', ['old', 'current', 'next']],
    [115, 'current', ['old', 'current', 'next']],
    // A minute more than the last token of the old key can live.
    [116, 'current', ['current', 'next']],
    [200, 'next', ['current', 'next']],
    [216, 'next', ['next']],
  ])('at minute %i: %s signs, %j verify', (minute, signs, verify) => {
    expect(signingKey(all, minute * MINUTE)?.kid).toBe(signs);
    expect(kids(verifyingKeys(all, minute * MINUTE, TTL))).toEqual(verify);
  });

  it('that are withdrawn neither sign nor verify', () => {
    const leaked = [old, { ...current, withdrawnAt: 120 * MINUTE }, key('new', 120 * MINUTE)];
    expect(signingKey(leaked, 121 * MINUTE)?.kid).toBe('new');
    expect(kids(verifyingKeys(leaked, 121 * MINUTE, TTL))).not.toContain('current');
  });

  it('are followed by a new one when the newest has signed long enough, and not while one waits', () => {
    const day = 24 * 60 * MINUTE;
    expect(rotationIsDue([], 0, day)).toBe(true);
    expect(rotationIsDue([old], day - 1, day)).toBe(false);
    expect(rotationIsDue([old], day, day)).toBe(true);
    expect(rotationIsDue([old, key('next', day + MINUTE)], day, day)).toBe(false);
    expect(rotationIsDue([{ ...old, withdrawnAt: 1 }], 1, day)).toBe(true);
  });

  it('always verify what was signed within the life of a token', () => {
    const timeline = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(timeline, fc.nat(1_000), fc.nat(14), (starts, signedAt, age) => {
        const keys = starts.map((minute, index) => key(`k${index}`, minute * MINUTE));
        const signer = signingKey(keys, signedAt * MINUTE);
        fc.pre(signer !== undefined);
        expect(kids(verifyingKeys(keys, (signedAt + age) * MINUTE, TTL))).toContain(signer!.kid);
      }),
      { seed: 20261121 },
    );
  });
});
