import type { Database } from '#libs/database';
import { statementsFor, type SealedColumnStatements } from './persistence/sealed-column-statements.js';
import type { SealedColumn } from './sealed-columns.js';
import type { SecretBox, SecretPlace } from './secret-box.js';
import { SecretsError } from './secrets.errors.js';

export interface RotationReport {
  table: string;
  column: string;
  /** Secrets that were looked at. */
  seen: number;
  /** Wrapped anew for the current master key; in a dry run those that would be. */
  rewrapped: number;
  /** Rows whose secret can't be opened with any key: they are left as they are. */
  unreadable: string[];
}

const BATCH = 200;

/**
 * Wraps all stored secrets anew for the current master key. Each row is replaced only if it still holds what was read, so the
 * application may run and write meanwhile, and it can be stopped and run again at any time.
 */
export class SecretRotation {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly columns: readonly SealedColumn[],
  ) {}

  async count(): Promise<number> {
    const counts = await Promise.all(
      this.columns.map((column) => this.database.query<{ count: number }>(statementsFor(column).count)),
    );
    return counts.reduce((sum, [row]) => sum + (row?.count ?? 0), 0);
  }

  /** @param onSeen told after each batch how many secrets of all columns have been looked at */
  async rotate({
    dryRun = false,
    onSeen = () => undefined,
  }: { dryRun?: boolean; onSeen?: (seen: number) => void } = {}): Promise<RotationReport[]> {
    const reports: RotationReport[] = [];
    let seen = 0;
    for (const column of this.columns) {
      const report = { table: column.table, column: column.column, seen: 0, rewrapped: 0, unreadable: [] };
      reports.push(report);
      const statements = statementsFor(column);
      for (let last: string | null = ''; last !== null;) {
        const before = report.seen;
        last = await this.batch(column, statements, last, dryRun, report);
        seen += report.seen - before;
        onSeen(seen);
      }
    }
    return reports;
  }

  /** @returns the last row of the batch; null after the last batch */
  private async batch(
    { table, column }: SealedColumn,
    statements: SealedColumnStatements,
    after: string,
    dryRun: boolean,
    report: RotationReport,
  ): Promise<string | null> {
    const params = [after, BATCH];
    const rows = await this.database.query<{ row: string; sealed: string }>(statements.next, params);
    for (const { row, sealed } of rows) {
      report.seen++;
      const rewrapped = this.rewrapped(sealed, { table, column, row }, report);
      if (rewrapped === null) continue;
      const replaced =
        dryRun || (await this.database.query(statements.replace, [row, sealed, rewrapped])).length > 0;
      if (replaced) report.rewrapped++;
    }
    return rows.length < BATCH ? null : rows.at(-1)!.row;
  }

  /** Null where nothing is to be done. */
  private rewrapped(sealed: string, place: SecretPlace, report: RotationReport): string | null {
    try {
      return this.box.needsRewrap(sealed, place) ? this.box.rewrap(sealed, place) : null;
    } catch (error) {
      if (!(error instanceof SecretsError)) throw error;
      report.unreadable.push(place.row);
      return null;
    }
  }
}
