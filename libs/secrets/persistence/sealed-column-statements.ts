import type { SealedColumn } from '../sealed-columns.js';

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** The statements for one sealed column; their texts never change. */
export interface SealedColumnStatements {
  /** How many texts there are. */
  count: string;
  /** The next texts in the order of their rows. $1 the last row that was seen, or '', $2 at most so many. */
  next: string;
  /** $1 row, $2 text as it was read, $3 text to be. No row: somebody has written another one meanwhile. */
  replace: string;
}

export function statementsFor({ table, column, row }: SealedColumn): SealedColumnStatements {
  const wrong = [table, column, ...row].find((name) => !NAME.test(name));
  if (wrong !== undefined) throw new TypeError(`${wrong} is no name of a table or column`);
  const at = row.map((name) => `${name}::text`).join(` || '/' || `);
  return {
    count: `SELECT count(*)::int AS count FROM ${table} WHERE ${column} IS NOT NULL`,
    next: `SELECT ${at} AS row, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL AND ${at} > $1::text ORDER BY 1 LIMIT $2`,
    replace: `UPDATE ${table} SET ${column} = $3 WHERE ${at} = $1::text AND ${column} = $2 RETURNING 1`,
  };
}
