/** How a column's values travel: ids change when a tenant is imported under another id; texts and JSON may name such ids. */
export type ColumnType = 'id' | 'text' | 'texts' | 'integer' | 'real' | 'boolean' | 'time' | 'date' | 'json';

export interface TransferableColumn {
  type: ColumnType;
  nullable?: true;
  /** The table whose row it names; the archive must have that row. */
  references?: string;
  /** The whole system has each value once: a copy gets one of its own, made from the tenant's id and this one. */
  unique?: 'text' | 'email';
  /** Left out of archives unless asked for; then this stands in its place. */
  secretDefault?: string;
  /** What it is until the import is complete, as SQL; then it gets its own value. Keeps an unfinished import out of sight. */
  until?: string;
  /** What it is after an import, as SQL: what was under way or switched on in the one system must not go on in the other. */
  imported?: string;
}

/** A table whose rows belong to tenants, and how they are carried from one system to another. */
export interface TransferableTable {
  name: string;
  /** Columns that name a row. The rows are carried in this order. */
  key: readonly string[];
  /** The order, where it is another. */
  order?: readonly string[];
  columns: Readonly<Record<string, TransferableColumn>>;
  /** Which rows are the tenant's, in SQL, of the row `t` and the tenant `$1`. */
  rows: string;
  /** Rows with the same value here stand or fall together: they are written in one transaction. */
  together?: string;
}
