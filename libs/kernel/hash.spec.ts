import fc from 'fast-check';
import type { JsonObject, JsonValue } from './json.js';
import { canonicalJson, hashJson } from './hash.js';

const json = fc.jsonValue() as fc.Arbitrary<JsonValue>;

describe('canonical JSON', () => {
  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(json, (value) =>
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
  });

  it('hashes equally whatever the order of the keys, and differently for another value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse()) as JsonObject;
        expect(hashJson(reversed)).toBe(hashJson(object));
        expect(hashJson({ ...object, other: [object] })).not.toBe(hashJson(object));
      }),
    );
  });
});
