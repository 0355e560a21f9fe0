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

  it('arrive as JSON, numbers and truths', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue().filter((value) => !JSON.stringify(value).includes('\\u0000'))),
        async (list) => {
          const sent = list.map((value) => JSON.stringify(value));
          expect(await readBack('SELECT to_jsonb($1::json[]) AS back', sent)).toEqual(
            JSON.parse(`[${sent.join(',')}]`),
          );
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
    expect(await readBack('SELECT $1::boolean[] AS back', [true, false, null])).toEqual([true, false, null]);
    expect(await readBack('SELECT to_jsonb($1::float8[]) AS back', [1, -2.5, 1e21])).toEqual([1, -2.5, 1e21]);
  });
});
