import type { Sql, TransferableTable } from '#libs/database';
import type { Row } from '../domain/row.js';
import type { TableStatements } from './table-sql.js';

const PAGE = 500;

/** All that is read is as of one moment, and times are in UTC. */
export const BEGIN_EXPORT = [
  'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
  "SET LOCAL timezone = 'UTC'",
];

export const UNFINISHED_JOBS =
  'SELECT count(*)::integer AS count FROM jobs WHERE tenant_id = $1 AND finished_at IS NULL';

/** A tenant's rows of one table, in the order of their key. */
export async function* rowsOf(
  sql: Sql,
  { key }: TransferableTable,
  statements: TableStatements,
  tenantId: string,
): AsyncGenerator<Row> {
  for (let after: string[] | null = null; ;) {
    const found: { row: Row }[] =
      after === null
        ? await sql.query<{ row: Row }>(statements.first, [tenantId, PAGE])
        : await sql.query<{ row: Row }>(statements.after, [tenantId, PAGE, ...after]);
    for (const { row } of found) yield row;
    const last = found.at(-1)?.row;
    if (last === undefined || found.length < PAGE) return;
    after = key.map((column) => String(last[column]));
  }
}
