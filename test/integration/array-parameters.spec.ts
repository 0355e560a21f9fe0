import fc from 'fast-check';
import { createDataSource, Database, DatabaseConfig } from '#libs/database';
import { testEnvironment, type TestEnvironment } from '#libs/testing';

const SEED = 7;
const text = fc.oneof(
  // PostgreSQL has no text with a NUL in it.
  fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0') && value.isWellFormed()),
  fc.constantFrom(
    '',
    'null',
    'NULL',
    '{}',
    '{a,b}',
    '"',
    '\\',
    '\\"',
    ' ',
    '\t\n\v',
    ',',
    '{"a":"b\\"c"}',
    "'; DROP TABLE x",
  ),
);

describe('lists as parameters', () => {
  let environment: TestEnvironment;
  let database: Database;

  beforeAll(async () => {
    environment = await testEnvironment();
    database = new Database(await createDataSource(DatabaseConfig.fromEnv()).initialize());
  });
  afterAll(async () => {
    await database?.dataSource.destroy();
    await environment?.drop();
  });

  const readBack = async (sql: string, list: unknown[]): Promise<unknown> => {
    const [row] = await database.query<{ back: unknown }>(sql, [list]);
    return row?.back;
  };

  it('arrive as they are, whatever the texts in them are', async () => {
    const lists = fc.array(fc.option(text), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(lists, async (list) => {
        expect(await readBack('SELECT to_jsonb($1::text[]) AS back', list)).toEqual(list);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  const numbers = (bits: number) => {
    const most = Math.min(2 ** (bits - 1) - 1, Number.MAX_SAFE_INTEGER);
    return fc.maxSafeInteger().map((value) => Math.sign(value) * (Math.abs(value) % (most + 1)));
  };

  it.each<[string, fc.Arbitrary<unknown>]>([
    ['smallint', fc.oneof(numbers(16), fc.constant(-(2 ** 15)))],
    ['integer', fc.oneof(numbers(32), fc.constant(-(2 ** 31)))],
    ['bigint', numbers(64)],
    ['boolean', fc.boolean()],
    ['uuid', fc.uuid()],
    ['float8', fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)],
  ])('arrive as %s', async (type, value) => {
    const lists = fc.array(fc.option(value), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(lists, async (list) => {
        expect(await readBack(`SELECT to_jsonb($1::${type}[]) AS back`, list)).toEqual(list);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('arrive as timestamptz, to the millisecond', async () => {
    const date = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(date), { maxLength: 8 }), async (list) => {
        expect(await readBack('SELECT $1::timestamptz[] AS back', list)).toEqual(list);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it.each<[string, unknown]>([
    ['uuid', 'not-a-uuid'],
    ['uuid', '0189a1b2-c3d4-7e5f-8a9b-0c1d2e3f4g5h'],
    ['integer', 2 ** 31],
    ['smallint', 1.5],
    ['bigint', 'many'],
    ['boolean', 'perhaps'],
    ['jsonb', '{"open":'],
  ])('are refused by the server where an element is no %s: %p', async (type, value) => {
    await expect(readBack(`SELECT $1::${type}[] AS back`, [value])).rejects.toMatchObject({
      code: expect.stringMatching(/^22/) as string,
    });
  });

  it.each(['json', 'jsonb'])('arrive as %s', async (type) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue().filter((value) => !JSON.stringify(value).includes('\\u0000'))),
        async (list) => {
          const sent = list.map((value) => JSON.stringify(value));
          expect(await readBack(`SELECT to_jsonb($1::${type}[]) AS back`, sent)).toEqual(
            JSON.parse(`[${sent.join(',')}]`),
          );
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
  });
});
