import fc from 'fast-check';
import { type JsonSchema, type OpenApiDocument, resolved } from '../openapi-types.js';

const MAX_DEPTH = 5;

/** What breaks programs that trust their input. */
export const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u2066',
  '🥐'.repeat(50),
  'x'.repeat(5_000),
  '9'.repeat(400),
  "' or '1'='1",
  '"; drop table jobs; --',
  '$1',
  '%',
  '%00',
  '\\',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '<script>alert(1)</script>',
  '${jndi:ldap://x}',
  '{{7*7}}',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  'Infinity',
  '-1',
  '0',
  '1e309',
  '9007199254740993',
  '0x10',
  '2026-02-30',
  '0000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.000Z',
  '00000000-0000-0000-0000-000000000000',
];

/** Half characters too. The unit 'binary' would do the same, after seconds spent on a table of all characters. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
const anyText = fc.string({ unit: anyCharacter, maxLength: 30 });
const hostileText = fc.constantFrom(...HOSTILE_TEXTS);
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, false, 0, -1, 0.5, 1e308, -1e308, 2 ** 53, 2 ** 31, -(2 ** 31) - 1, 32_768),
  fc.constantFrom<unknown>([], {}, [[]], [null], { a: { b: { c: [] } } }, { constructor: { prototype: 1 } }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Values for the schemas of one document: right ones, nearly right ones, and ones from hell. */
export class SchemaValues {
  constructor(private readonly document: OpenApiDocument) {}

  /** Mostly right, so that requests get past the first check. */
  of(schema: JsonSchema): fc.Arbitrary<unknown> {
    const right = this.right(schema);
    return fc.oneof(
      { arbitrary: right, weight: 6 },
      { arbitrary: this.nearly(right), weight: 3 },
      { arbitrary: hostileValue, weight: 1 },
    );
  }

  /** The same as text, for places where everything is text. */
  textOf(schema: JsonSchema): fc.Arbitrary<string> {
    return fc.oneof(
      { arbitrary: this.right(schema).map(asText), weight: 3 },
      { arbitrary: hostileText, weight: 2 },
      { arbitrary: anyText, weight: 1 },
    );
  }

  right(given: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
    const schema = resolved(this.document, given);
    const examples = examplesOf(schema);
    const made = this.made(schema, depth);
    return examples.length === 0
      ? made
      : fc.oneof({ arbitrary: made, weight: 2 }, { arbitrary: fc.constantFrom(...examples), weight: 1 });
  }

  private made(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    const choices = schema.anyOf ?? schema.oneOf;
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    if (choices !== undefined) return fc.oneof(...choices.map((one) => this.right(one, depth + 1)));
    const [type = 'any'] = [schema.type ?? []].flat();
    switch (type) {
      case 'string':
        return textArbitrary(schema);
      case 'integer':
        return fc.integer(bounds(schema, -1_000, 1_000));
      case 'number':
        return fc.double({ ...bounds(schema, -1_000, 1_000), noNaN: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return depth > MAX_DEPTH
          ? fc.constant([])
          : fc.array(this.right(schema.items ?? {}, depth + 1), {
              minLength: schema.minItems ?? 0,
              maxLength: Math.min(schema.maxItems ?? 3, (schema.minItems ?? 0) + 3),
            });
      case 'object':
        return this.object(schema, depth);
      default:
        return fc.jsonValue({ maxDepth: 2 });
    }
  }

  private object({ properties = {}, required = [] }: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    if (Object.keys(properties).length === 0)
      return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue(), { maxKeys: 3 });
    const fields = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, this.right(property, depth + 1)]),
    );
    return fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
  }

  /** One field is missing, of another type, or not known. */
  private nearly(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
    const change = fc.record({ drop: fc.boolean(), index: fc.nat(20), value: hostileValue });
    return fc.tuple(right, change).map(([value, { drop, index, value: other }]) => {
      if (typeof value !== 'object' || value === null) return other;
      const names = [...Object.keys(value), 'unexpected'];
      const name = names[index % names.length]!;
      const rest = Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
      return drop ? rest : { ...rest, [name]: other };
    });
  }
}

function textArbitrary({
  format,
  pattern,
  minLength = 0,
  maxLength = 40,
}: JsonSchema): fc.Arbitrary<unknown> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (format === 'date') {
    return fc
      .date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2030-01-01') })
      .map((date) => date.toISOString().slice(0, 10));
  }
  if (format === 'email') return fc.emailAddress();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 40) });
}

const bounds = ({ minimum, maximum }: JsonSchema, min: number, max: number) => {
  const low = minimum ?? Math.min(min, maximum ?? min);
  return { min: low, max: Math.max(low, Math.min(maximum ?? max, low + 1_000_000)) };
};

const examplesOf = (schema: JsonSchema): unknown[] => {
  const { example, examples } = schema as { example?: unknown; examples?: unknown[] };
  return [...(example === undefined ? [] : [example]), ...(Array.isArray(examples) ? examples : [])];
};

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
