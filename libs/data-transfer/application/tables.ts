import { Injectable } from '@nestjs/common';
import type { TransferableTable } from '#libs/database';
import { statementsFor, type TableStatements } from '../persistence/table-sql.js';

export interface CarriedTable {
  table: TransferableTable;
  statements: TableStatements;
}

/** The tables that are carried, each after those that its rows name. */
@Injectable()
export class TransferTables {
  readonly all: readonly CarriedTable[];

  /** @throws Error where a table comes before one that it refers to */
  constructor(tables: readonly TransferableTable[]) {
    const known = new Set<string>();
    for (const { name, columns } of tables) {
      known.add(name);
      for (const { references } of Object.values(columns)) {
        if (references !== undefined && !known.has(references)) {
          throw new Error(`${name} refers to ${references}, which is not carried before it`);
        }
      }
    }
    this.all = tables.map((table) => ({ table, statements: statementsFor(table) }));
  }

  get(name: string): CarriedTable | undefined {
    return this.all.find(({ table }) => table.name === name);
  }
}
