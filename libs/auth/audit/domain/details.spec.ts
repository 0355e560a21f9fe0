import fc from 'fast-check';
import type { JsonObject } from '#libs/kernel';
import { safeDetails } from './details.js';

describe('details of an audit entry', () => {
  it.each([
    'password',
    'newPassword',
    'client_secret',
    'refreshToken',
    'apiKey',
    'key',
    'Authorization',
    'totp-seed',
  ])('refuse a field named %s, however deep it lies', (name) => {
    expect(() => safeDetails({ [name]: 'x' })).toThrow(`"${name}"`);
    expect(() => safeDetails({ changes: [{ before: { [name]: 'x' } }] })).toThrow(`"${name}"`);
  });

  it('take fields that only speak about a secret', () => {
    const about = {
      apiKeyId: '7',
      tokenCount: 3,
      keyPrefix: 'ap_live',
      passwordChangedAt: '2026-01-01',
      monkey: 'Kim',
    };
    expect(safeDetails(about)).toEqual(about);
  });

  it('mask tokens and private keys that stand in a text', () => {
    const text = 'Authorization: Bearer abcdefghijk, eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
    expect(JSON.stringify(safeDetails({ reason: text }))).not.toMatch(/abcdefghijk|c2lnbmF0dXJl/);
  });

  it('are bounded in length, depth and size', () => {
    expect((safeDetails({ reason: 'x'.repeat(5_000) }).reason as string).length).toBe(1_001);
    expect(() => safeDetails({ a: { a: { a: { a: { a: { a: { a: 1 } } } } } } })).toThrow('deeper');
    expect(() => safeDetails({ list: Array.from({ length: 5_000 }, () => 'abcdef') })).toThrow('bytes');
  });

  it('read back as they were written, whatever text is in them', () => {
    const details = fc.dictionary(fc.constantFrom('a', 'b', 'reason'), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(details, (value) => {
        const safe = safeDetails(value as JsonObject);
        expect(JSON.parse(JSON.stringify(safe))).toEqual(safe);
        expect(JSON.stringify(safe)).not.toContain('\\u0000');
      }),
      { seed: 20261121 },
    );
  });
});
