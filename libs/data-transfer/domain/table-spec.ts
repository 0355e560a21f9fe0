/** What the domain needs to know of a `TransferableColumn` of libs/database. */
export interface ColumnSpec {
  type: 'id' | 'text' | 'texts' | 'integer' | 'real' | 'boolean' | 'time' | 'date' | 'json';
  nullable?: true;
  references?: string;
  unique?: 'text' | 'email';
}

/** What the domain needs to know of a `TransferableTable` of libs/database. */
export interface TableSpec {
  name: string;
  columns: Readonly<Record<string, ColumnSpec>>;
}
