import fc from 'fast-check';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#libs/testing';
import {
  compileFilter,
  type FieldType,
  type Filter,
  type FilterSchema,
  type FilterValue,
  type Operator,
  OPERATORS_OF,
  parseFilter,
} from './index.js';

const COLOURS = ['red', 'green', 'blue'] as const;
const SCHEMA: FilterSchema = {
  name: { type: 'string', column: 't.name', nullable: true },
  count: { type: 'integer', column: 't.count', nullable: true },
  share: { type: 'decimal', column: 't.share', nullable: true },
  open: { type: 'boolean', column: 't.open', nullable: true },
  at: { type: 'date', column: 't.at', nullable: true },
  ref: { type: 'uuid', column: 't.ref', nullable: true },
  colour: { type: 'enum', column: 't.colour', nullable: true, values: COLOURS },
  madeAt: { type: 'date', column: 't.made_at', ids: { column: 't.key', rows: 'made' } },
  endedAt: {
    type: 'date',
    column: 't.ended_at',
    nullable: true,
    ids: { column: 't.key', rows: 'made before' },
  },
  id: { type: 'integer', column: 't.id' },
};
const CREATE = `CREATE TABLE things (id bigint PRIMARY KEY, name text, count bigint, share double precision, open boolean,
                                     at timestamptz, ref uuid, colour text, made_at timestamptz, ended_at timestamptz, key uuid)`;

type Row = Record<string, FilterValue | null>;
/** By code points, as PostgreSQL orders text in its own collation "C". */
const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function compare(type: FieldType, a: FilterValue, b: FilterValue): number {
  if (type === 'string') return compareText(String(a), String(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** LIKE, one character at a time. */
function isLike(text: string[], pattern: string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return text.length === 0;
  if (head === '%') return isLike(text, rest) || (text.length > 0 && isLike(text.slice(1), pattern));
  if (head === '_') return text.length > 0 && isLike(text.slice(1), rest);
  const literal = head === '\\' ? rest[0] : head;
  return text[0] === literal && isLike(text.slice(1), head === '\\' ? rest.slice(1) : rest);
}

/** What a filter means, said a second time and in memory. */
function holds(filter: Filter, row: Row): boolean {
  if (filter.kind === 'not') return !holds(filter.part, row);
  if (filter.kind !== 'compare') {
    return filter.kind === 'and'
      ? filter.parts.every((part) => holds(part, row))
      : filter.parts.some((part) => holds(part, row));
  }
  const actual = row[filter.field] ?? null;
  const { operator, value } = filter;
  if (operator.startsWith('!')) {
    return !holds({ ...filter, operator: operator.slice(1) as Operator }, row);
  }
  if (value === null) return actual === null;
  if (actual === null) return false;
  const { type } = SCHEMA[filter.field]!;
  if (Array.isArray(value)) return value.some((one) => compare(type, actual, one) === 0);
  const order = compare(type, actual, value);
  const [text, pattern] = [String(actual), String(value)];
  switch (operator as Exclude<Operator, 'in' | `!${string}`>) {
    case '=':
      return order === 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case 'starts':
      return text.startsWith(pattern);
    case 'ends':
      return text.endsWith(pattern);
    case 'like':
      return isLike([...text], [...pattern]);
    default:
      throw new Error(`${operator} is said by its opposite or takes a list`);
  }
}

const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'B', '%', '_', '\\', "'", '"', 'é', '🥐', '\ud7ff', '\u{10ffff}'),
  maxLength: 4,
});
const VALUES: Record<FieldType, fc.Arbitrary<FilterValue>> = {
  string: text,
  integer: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger()),
  decimal: fc.oneof(fc.constantFrom(-0.5, 0, 0.25, 1), fc.float({ noNaN: true, noDefaultInfinity: true })),
  boolean: fc.boolean(),
  date: fc
    .date({ min: new Date('2026-11-20'), max: new Date('2026-11-22'), noInvalidDate: true })
    .map((date) => new Date(Math.floor(date.getTime() / 21_600_000) * 21_600_000).toISOString()),
  uuid: fc.constantFrom(...[1, 2, 3].map((n) => `0193a1c2-6b0f-7a5d-8c2e-00000000000${n}`)),
  enum: fc.constantFrom(...COLOURS),
};

const HOUR_MS = 3_600_000;
/** Of a row that was made then, by a process whose clock is as much as an hour off. */
const keyAt = (time: string, offMs: number): string =>
  (Date.parse(time) + offMs)
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})(.{4})$/, '$1-$2-7abc-8def-0123456789ab');

const rowOf = (id: number) =>
  fc.tuple(plainRow(id), fc.integer({ min: -HOUR_MS, max: HOUR_MS })).map(([row, offMs]): Row => {
    const [madeAt, endedAt] = [String(row.madeAt), row.endedAt ?? null];
    const ended = endedAt !== null && endedAt < madeAt ? madeAt : endedAt;
    return { ...row, endedAt: ended, made_at: madeAt, ended_at: ended, key: keyAt(madeAt, offMs) };
  });

const plainRow = (id: number) =>
  fc.record(
    Object.fromEntries(
      Object.entries(SCHEMA).map(([name, { type }]) => [
        name,
        name === 'id'
          ? fc.constant(id)
          : name === 'madeAt'
            ? VALUES[type]
            : fc.option(VALUES[type], { freq: 5 }),
      ]),
    ),
  ) as fc.Arbitrary<Row>;

const conditionOn = (field: string): fc.Arbitrary<Filter> => {
  const { type, nullable } = SCHEMA[field]!;
  return fc.constantFrom(...OPERATORS_OF[type]).chain((operator) => {
    const one = operator.endsWith('like')
      ? VALUES[type].filter((value) => !/(?<!\\)(?:\\\\)*\\$/.test(String(value)))
      : VALUES[type];
    const value =
      operator === 'in' || operator === '!in'
        ? fc.array(VALUES[type], { minLength: 1, maxLength: 4 })
        : nullable && (operator === '=' || operator === '!=')
          ? fc.option(one, { freq: 5 })
          : one;
    return value.map((given) => ({ kind: 'compare', field, operator, value: given }) as Filter);
  });
};
const condition = fc.constantFrom(...Object.keys(SCHEMA)).chain(conditionOn);
const { filter: anyFilter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    condition,
    fc.record({
      kind: fc.constantFrom('and', 'or'),
      parts: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not'), part: tie('filter') }),
  ) as fc.Arbitrary<Filter>,
}));

const quote = (value: FilterValue | null): string =>
  value === null ? 'null' : `"${String(value).replaceAll('"', '""')}"`;
function written(filter: Filter): string {
  if (filter.kind === 'not') return `NOT (${written(filter.part)})`;
  if (filter.kind !== 'compare')
    return `(${filter.parts.map(written).join(` ${filter.kind.toUpperCase()} `)})`;
  const { field, operator, value } = filter;
  return `${field} ${operator} ${Array.isArray(value) ? `(${value.map(quote).join(', ')})` : quote(value)}`;
}

describe('a filter, run by PostgreSQL', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await testDatabase();
    client = new pg.Client(database.url);
    await client.connect();
    await client.query(CREATE);
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  const fill = async (rows: Row[]) => {
    await client.query('TRUNCATE things');
    await client.query('INSERT INTO things SELECT * FROM json_populate_recordset(NULL::things, $1)', [
      JSON.stringify(rows),
    ]);
  };
  const find = async (filter: string): Promise<number[]> => {
    const { sql, params } = compileFilter(parseFilter(filter, SCHEMA), SCHEMA, 1);
    const { rows } = await client.query<{ id: string }>(
      `SELECT t.id FROM things t WHERE ${sql} ORDER BY t.id`,
      params,
    );
    return rows.map(({ id }) => Number(id));
  };
  const rows = fc.sample(fc.tuple(...Array.from({ length: 40 }, (_, i) => rowOf(i + 1))), {
    seed: 3,
    numRuns: 1,
  })[0]!;
  const expected = (filter: Filter) => rows.filter((row) => holds(filter, row)).map(({ id }) => Number(id));

  it.each(
    Object.keys(SCHEMA).flatMap((field) =>
      OPERATORS_OF[SCHEMA[field]!.type].map((operator) => [field, operator]),
    ),
  )('finds what it means: %s %s', async (field, operator) => {
    await fill(rows);
    const some = conditionOn(field as string).filter((f) => f.kind === 'compare' && f.operator === operator);
    await fc.assert(
      fc.asyncProperty(some, async (filter) => {
        expect(await find(written(filter))).toEqual(expected(filter));
      }),
      { seed: 7, numRuns: 15 },
    );
  });

  it('finds what it means, however its conditions are joined', async () => {
    await fill(rows);
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        expect(await find(written(filter))).toEqual(expected(filter));
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  it.each([
    "x' OR '1'='1",
    "'; DROP TABLE things; --",
    '$1',
    "\\'; SELECT pg_sleep(10); --",
    '" OR "1"="1',
    '%',
    "') OR TRUE --",
  ])('takes a hostile value as the text that it is: %s', async (value) => {
    await fill([
      { id: 1, name: value },
      { id: 2, name: 'bread' },
    ] as Row[]);
    for (const operator of ['=', 'starts', 'ends'])
      expect(await find(`name ${operator} ${quote(value)}`)).toEqual([1]);
    expect(await find(`name in (${quote(value)}, "other")`)).toEqual([1]);
    expect(compileFilter(parseFilter(`name = ${quote(value)}`, SCHEMA), SCHEMA, 1)).toEqual({
      sql: 't.name = $1::text',
      params: [value],
    });
  });
});
