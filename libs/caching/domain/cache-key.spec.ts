import fc from 'fast-check';
import type { JsonObject, JsonValue } from '#libs/kernel';
import { cacheKey, type CacheKeyParts } from './cache-key.js';

const pinned = { seed: 20_261_121, numRuns: 500 };
const name = fc.string({ unit: 'grapheme', maxLength: 8 });
const json = fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }) as fc.Arbitrary<JsonValue>;
const parts: fc.Arbitrary<CacheKeyParts> = fc.record({
  kind: name,
  input: json,
  model: name,
  version: name,
  parameters: fc.dictionary(name, json, { maxKeys: 4 }) as fc.Arbitrary<JsonObject>,
});

/** The same value, with every object's keys the other way round. */
const reversed = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, reversed(field as JsonValue)]),
  );
};
/** The same value with more space wherever a string has some, and around it; in the other Unicode form. */
const respaced = (value: JsonValue): JsonValue => {
  if (typeof value === 'string') return `\t ${value.normalize('NFD').replace(/\s/g, ' \n\u00a0 ')} `;
  if (Array.isArray(value)) return value.map(respaced);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, respaced(field as JsonValue)]));
};
/** What may not matter taken away, written down so that only equal values look equal. */
const plain = (value: JsonValue): string =>
  JSON.stringify(value, (_, field: JsonValue) => {
    if (typeof field === 'string') return field.normalize('NFC').trim().replace(/\s+/g, ' ');
    if (field === null || typeof field !== 'object' || Array.isArray(field)) return field;
    return Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
const all = (value: CacheKeyParts) => ({ ...value }) as unknown as JsonObject;

describe('cacheKey', () => {
  it('is 64 hexadecimal digits', () => {
    expect(cacheKey({ kind: 'plan', input: 'bread', model: 'm', version: '1' })).toMatch(/^[0-9a-f]{64}$/);
  });

  it('does not depend on the order of keys, on spacing, or on the Unicode form', () => {
    fc.assert(
      fc.property(parts, (value) => {
        const same = respaced(reversed(all(value))) as unknown as CacheKeyParts;
        expect(cacheKey(same)).toBe(cacheKey(value));
      }),
      pinned,
    );
  });

  it('differs for any two requests that differ otherwise', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(cacheKey(a) === cacheKey(b)).toBe(plain(all(a)) === plain(all(b)));
      }),
      pinned,
    );
  });

  it('differs when any one part of a request is another', () => {
    const part = fc.constantFrom('kind', 'input', 'model', 'version', 'parameters' as const);
    fc.assert(
      fc.property(parts, parts, part, (value, other, field) => {
        const changed = { ...value, [field]: other[field as keyof CacheKeyParts] };
        expect(cacheKey(changed) === cacheKey(value)).toBe(plain(all(changed)) === plain(all(value)));
      }),
      pinned,
    );
  });

  it.each<[string, JsonValue, JsonValue]>([
    ['a number and its digits', 1, '1'],
    ['null and nothing', { a: null }, {}],
    ['a list and its items joined', ['a', 'b'], ['a,b']],
    ['the order of a list', ['a', 'b'], ['b', 'a']],
    ['upper and lower case', 'Bread', 'bread'],
    ['a space and none', 'black bird', 'blackbird'],
    ['a text that looks like JSON', '{"a":1}', { a: 1 }],
  ])('tells apart %s', (_, a, b) => {
    const key = (input: JsonValue) => cacheKey({ kind: 'plan', input, model: 'm', version: '1' });
    expect(key(a)).not.toBe(key(b));
  });

  it('does not let one part run into the next', () => {
    const key = (kind: string, model: string) => cacheKey({ kind, input: 'x', model, version: '1' });
    expect(key('a', 'bc')).not.toBe(key('ab', 'c'));
    expect(key('a","model":"b', 'c')).not.toBe(key('a', 'b","model":"c'));
  });

  it('leaves out what is undefined', () => {
    const request = { kind: 'plan', input: { a: 1 }, model: 'm', version: '1' };
    expect(cacheKey({ ...request, input: { a: 1, b: undefined }, parameters: undefined })).toBe(
      cacheKey(request),
    );
  });

  it('refuses a number that JSON has no text for, and says where it is', () => {
    const request = { kind: 'plan', model: 'm', version: '1', input: { scenes: [1, Number.NaN] } };
    expect(() => cacheKey(request)).toThrow(/input\.scenes\[1\]: must be a finite number/);
  });
});
