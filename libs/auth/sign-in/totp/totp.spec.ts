import fc from 'fast-check';
import {
  base32,
  codeAt,
  matchingStep,
  newRecoveryCodes,
  newSeed,
  otpauthUri,
  plainRecoveryCode,
  stepAt,
} from './totp.js';

/** The seed of RFC 6238's test vectors. */
const SEED = Buffer.from('12345678901234567890');
const RUNS = { seed: 20261121 };

describe('a one-time code', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s is that of RFC 6238', (seconds, code) => {
    expect(codeAt(SEED, stepAt(seconds * 1_000))).toBe(code);
  });

  it('counts one step early and late, and each step once', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.integer({ min: -4, max: 4 }), (step, off) => {
        const seed = newSeed();
        const now = (step + 10) * 30_000 + 15_000;
        const code = codeAt(seed, step + 10 + off);
        const matched = matchingStep(seed, code, now, 0);
        if (Math.abs(off) <= 1) {
          expect(matched).toBe(step + 10 + off);
          expect(matchingStep(seed, code, now, step + 10 + off)).not.toBe(step + 10 + off);
        }
      }),
      RUNS,
    );
  });

  it('does not count two steps off', () => {
    const now = stepAt(1_234_567_890_000) * 30_000;
    expect(matchingStep(SEED, codeAt(SEED, stepAt(now) - 2), now, 0)).toBeNull();
    expect(matchingStep(SEED, codeAt(SEED, stepAt(now) + 2), now, 0)).toBeNull();
  });
});

describe('what an authenticator reads', () => {
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['foobar', 'MZXW6YTBOI'],
  ])('%j is %j in base32, as in RFC 4648', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });

  it('is a URI with all that it needs', () => {
    const uri = new URL(otpauthUri(SEED, 'maria+film@example.org', 'Ai & Co'));
    expect(uri.pathname).toBe('/Ai%20%26%20Co:maria%2Bfilm%40example.org');
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      issuer: 'Ai & Co',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});

describe('recovery codes', () => {
  it('are ten, all different, and the same however they are typed', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/);
      expect(plainRecoveryCode(` ${code.toLowerCase().replaceAll('-', ' ')}`)).toBe(plainRecoveryCode(code));
    }
  });
});
