import type { ColumnType, TransferableTable } from '#libs/database';

const SQL_TYPES: Record<ColumnType, string> = {
  id: 'uuid',
  text: 'text',
  texts: 'text[]',
  integer: 'bigint',
  real: 'real',
  boolean: 'boolean',
  time: 'timestamptz',
  date: 'date',
  json: 'jsonb',
};

const typeOf = ({ columns }: TransferableTable, name: string): string => SQL_TYPES[columns[name]!.type];
const list = <T>(items: readonly T[], text: (item: T, index: number) => string): string =>
  items.map(text).join(', ');

/** The statements for one table, made once from its description, which is a constant. */
export interface TableStatements {
  /** $1 tenant. */
  count: string;
  /** The first rows, as JSON by column. $1 tenant, $2 at most so many. */
  first: string;
  /** Those after a key. $1 tenant, $2 at most so many, $3 … the columns of the key, as text. */
  after: string;
  /** $1 rows as a JSON array. */
  insert: string;
  /** Rows get the values that were held back until the end. $1 rows as a JSON array; null where nothing is held back. */
  release: string | null;
  /** Answers the number of rows that it removed. $1 keys as a JSON array. */
  remove: string;
  /** Whether a tenant has any row. $1 tenant. */
  any: string;
  /** Values that others have already. $1 values, $2 the tenant that is not meant; null where there is nothing to ask. */
  taken: { column: string; sql: string }[];
}

export function statementsFor(table: TransferableTable): TableStatements {
  const { name, key, columns, rows } = table;
  const names = Object.keys(columns);
  const asText = (column: string) =>
    ['time', 'date'].includes(columns[column]!.type) ? `t.${column}::text` : `t.${column}`;
  const object = `json_build_object(${list(names, (column) => `'${column}', ${asText(column)}`)})`;
  const select = `SELECT ${object} AS row FROM ${name} t WHERE ${rows}`;
  const order = `ORDER BY ${list(key, (column) => `t.${column}`)} LIMIT $2`;
  const bounds = list(key, (column, index) => `$${index + 3}::text::${typeOf(table, column)}`);
  const record = (wanted: readonly string[]) =>
    `jsonb_to_recordset($1::text::jsonb) AS r(${list(wanted, (column) => `${column} ${typeOf(table, column)}`)})`;
  const sameKey = key.map((column) => `t.${column} = r.${column}`).join(' AND ');
  const held = names.filter((column) => columns[column]!.until !== undefined);
  return {
    count: `SELECT count(*) AS count FROM ${name} t WHERE ${rows}`,
    first: `${select} ${order}`,
    after: `${select} AND (${list(key, (column) => `t.${column}`)}) > (${bounds}) ${order}`,
    insert: `INSERT INTO ${name} (${names.join(', ')})
SELECT ${list(names, (column) => columns[column]!.imported ?? columns[column]!.until ?? `r.${column}`)} FROM ${record(names)}`,
    release:
      held.length === 0
        ? null
        : `UPDATE ${name} t SET ${list(held, (column) => `${column} = r.${column}`)} FROM ${record([...key, ...held])} WHERE ${sameKey}`,
    remove: `WITH gone AS (DELETE FROM ${name} t USING ${record(key)} WHERE ${sameKey} RETURNING 1) SELECT count(*) AS count FROM gone`,
    any: `SELECT EXISTS (SELECT FROM ${name} t WHERE ${rows}) AS found`,
    taken: names
      .filter((column) => columns[column]!.unique !== undefined)
      .map((column) => ({
        column,
        sql: `SELECT t.${column} AS value FROM ${name} t WHERE lower(t.${column}) = ANY ($1::text[]) AND t.tenant_id <> $2 LIMIT 10`,
      })),
  };
}

/** Columns that an unfinished import holds back. */
export const heldColumns = ({ columns }: TransferableTable): string[] =>
  Object.keys(columns).filter((column) => columns[column]!.until !== undefined);
