import fc from 'fast-check';
import { ValidationError } from '#libs/kernel';
import { type FilterSchema, OPERATORS } from './filter.js';
import { parseFilter } from './parser.js';

const SCHEMA: FilterSchema = {
  name: { type: 'string', column: 't.name', nullable: true },
  count: { type: 'integer', column: 't.count', nullable: true },
  share: { type: 'decimal', column: 't.share', nullable: true },
  open: { type: 'boolean', column: 't.open', nullable: true },
  at: { type: 'date', column: 't.at', nullable: true },
  ref: { type: 'uuid', column: 't.ref', nullable: true },
  colour: { type: 'enum', column: 't.colour', nullable: true, values: ['red', 'green', 'blue'] },
  id: { type: 'integer', column: 't.id' },
};

const errorsOf = (text: string): string[] => {
  try {
    parseFilter(text, SCHEMA);
    return [];
  } catch (error) {
    return (error as ValidationError).fields.map(({ message }) => message);
  }
};

describe('a filter', () => {
  it('is read with AND before OR, parentheses first, and words in any case', () => {
    const compare = (field: string, value: number) => ({ kind: 'compare', field, operator: '=', value });
    expect(parseFilter('id=1 or count = 2 AND (id = 3 Or id=4)', SCHEMA)).toEqual({
      kind: 'or',
      parts: [
        compare('id', 1),
        {
          kind: 'and',
          parts: [compare('count', 2), { kind: 'or', parts: [compare('id', 3), compare('id', 4)] }],
        },
      ],
    });
    expect(parseFilter('NOT id = 1', SCHEMA)).toEqual({ kind: 'not', part: compare('id', 1) });
  });

  it.each<[string, string[]]>([
    ['', ['column 1: expected a field, NOT or (, found the end']],
    [
      'id',
      [expect.stringMatching(/^column 3: expected an operator \(= != .* ends\), found the end$/) as string],
    ],
    ['id ==1', ['column 5: expected a value, found "="']],
    ['id = 1 id = 2', ['column 8: expected AND, OR or the end, found "id"']],
    ['(id = 1', ['column 8: expected AND, OR or ), found the end']],
    ['id in 1', ['column 7: expected ( and a list of values, found "1"']],
    ['id in (1 2)', ['column 10: expected a comma or ), found "2"']],
    ['name = "bread', ['column 8: the text that begins here has no end; expected another "']],
    ['id = 1; DROP TABLE things', ['column 7: ";" has no meaning here']],
    ['id = one', ['column 6: must be a whole number']],
    ['id = 9007199254740993', ['column 6: must be a whole number']],
    ['share = 1e999', ['column 9: must be a number']],
    ['open = yes', ['column 8: must be true or false']],
    ['at > 2026-02-30', ['column 6: must be a day or a time such as 2026-11-21 or 2026-11-21T09:30:00Z']],
    ['colour = pink', ['column 10: must be one of red, green, blue']],
    ['id = null', ['column 6: this field is never null']],
    [
      'id > 1 AND count like 1',
      ["column 18: count can't be compared with like; use one of = != in !in > < >= <="],
    ],
    ['name like "50%\\"', ['column 11: a pattern must not end with a single backslash']],
    ['name > null', ['column 8: only = and != know null; write "null" for the text']],
    ['name = "\0"', ['column 8: must be text, such as "bread"']],
  ])('that is wrong is refused with the column: %s', (text, expected) => {
    expect(errorsOf(text)).toEqual(expected);
  });

  it('names every wrong field and value at once', () => {
    expect(errorsOf('size = 1 AND id = one OR colour in (red, pink)')).toEqual([
      expect.stringContaining('column 1: "size" is no field to filter by; expected one of name, count'),
      'column 19: must be a whole number',
      'column 42: must be one of red, green, blue',
    ]);
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'knows no field that a schema does not have: %s',
    (name) => {
      expect(errorsOf(`${name} = 1`)).toHaveLength(1);
    },
  );

  it.each<[string, string, string]>([
    ['length', `name = "${'x'.repeat(2_000)}"`, 'must have at most 2000 characters'],
    ['depth', `${'('.repeat(12)}id = 1${')'.repeat(12)}`, 'must not be nested more than 10 levels deep'],
    ['negations', `${'NOT '.repeat(12)}id = 1`, 'must not be nested more than 10 levels deep'],
    ['conditions', Array(51).fill('id = 1').join(' OR '), 'must not have more than 50 conditions'],
    ['a list', `id in (${Array(101).fill('1').join(',')})`, 'a list must not have more than 100 values'],
  ])('is bounded in %s', (_what, text, message) => {
    expect(errorsOf(text)[0]).toContain(message);
  });

  it('is read or refused, whatever it is', () => {
    const word = fc.constantFrom(
      ...Object.keys(SCHEMA),
      ...OPERATORS,
      'AND',
      'OR',
      'NOT',
      '(',
      ')',
      ',',
      '"',
      "'",
    );
    const soup = fc.array(fc.oneof(word, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 12 });
    fc.assert(
      fc.property(soup, (parts) => {
        const errors = errorsOf(parts.join(' '));
        for (const message of errors) expect(message).toMatch(/^column \d+: /);
      }),
      { seed: 21, numRuns: 2_000 },
    );
  });
});
