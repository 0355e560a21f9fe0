import { inDialect, isClosed } from './schema-dialect.js';

const TAKEN = new Set([
  'type',
  'properties',
  'required',
  'items',
  'enum',
  'anyOf',
  'description',
  '$defs',
  '$ref',
]);

describe('a schema in a provider’s dialect', () => {
  it('tells in words what the provider does not take, wherever it stands', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        title: { type: 'string', description: 'Of the film', maxLength: 60, pattern: '^[A-Z]' },
        scenes: { type: 'array', items: { $ref: '#/$defs/scene' }, minItems: 2 },
        kind: { oneOf: [{ const: 'a' }, { type: 'number', minimum: 3 }] },
      },
      $defs: { scene: { type: 'string', minLength: 1 } },
    };
    expect(inDialect(schema, TAKEN)).toEqual({
      type: 'object',
      properties: {
        title: { type: 'string', description: 'Of the film; maxLength: 60; pattern: "^[A-Z]"' },
        scenes: { type: 'array', items: { $ref: '#/$defs/scene' }, description: 'minItems: 2' },
        kind: { anyOf: [{ enum: ['a'] }, { type: 'number', description: 'minimum: 3' }] },
      },
      $defs: { scene: { type: 'string', description: 'minLength: 1' } },
    });
  });

  it('leaves a property alone that is called like a keyword', () => {
    const schema = { type: 'object', properties: { pattern: { type: 'string' } }, required: ['pattern'] };
    expect(inDialect(schema, TAKEN)).toEqual(schema);
  });

  it.each([
    [true, { type: 'object', properties: { a: {} }, required: ['a'], additionalProperties: false }],
    [false, { type: 'object', properties: { a: {} }, required: [], additionalProperties: false }],
    [false, { type: 'object', properties: { a: {} }, required: ['a'] }],
    [false, { anyOf: [{ type: 'array', items: { type: 'object', additionalProperties: {} } }] }],
  ])('knows whether it is closed: %s', (closed, schema) => {
    expect(isClosed(schema)).toBe(closed);
  });
});
