import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/auth';
import { isRefusedStatement, type Sql } from '#libs/database';
import { AppError } from '#libs/kernel';
import { ImportStore, type DataImport } from '../persistence/import-store.js';
import { TransferTables } from './tables.js';

/** Takes an import back. */
@Injectable()
export class Rollback {
  constructor(
    private readonly tables: TransferTables,
    private readonly store: ImportStore,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Removes exactly what the import wrote, all at once: the rows in its journal. Where the tenant has gone on to work, it is refused.
   * @throws AppError `import.not_found`, `import.in_use`
   */
  async undo(id: string): Promise<DataImport> {
    try {
      const undone = await this.store.finish(id, async (sql, found) => {
        if (found.state === 'rolled_back') return null;
        await this.store.allowDelete(sql, id);
        for (const { table } of [...this.tables.all].reverse()) await this.remove(sql, found, table.name);
        await this.record(sql, found);
        return { state: 'rolled_back', auditSha256: found.auditSha256 };
      });
      if (undone === null)
        throw new AppError('import.not_found', 'There is no import with this id', { class: 'input' });
      return undone;
    } catch (error) {
      // Something that came later names a row of the import.
      if (isRefusedStatement(error)) throw inUse(error);
      throw error;
    }
  }

  /** A table's own rows go first, then nothing of the tenant may be left in it: what came later would go with its parents unseen. */
  private async remove(sql: Sql, { id, targetTenantId }: DataImport, name: string): Promise<void> {
    const { statements } = this.tables.get(name)!;
    for (const { keys } of await this.store.journal(sql, id, name)) {
      const [removed] = await sql.query<{ count: number }>(statements.remove, [JSON.stringify(keys)]);
      if (removed?.count !== keys.length) throw inUse();
    }
    const [left] = await sql.query<{ found: boolean }>(statements.any, [targetTenantId]);
    if (left?.found) throw inUse();
  }

  private record(sql: Sql, { id, targetTenantId }: DataImport): Promise<void> {
    return this.audit.record(sql, {
      tenantId: targetTenantId,
      actor: { type: 'system', id: null },
      action: 'data.import_rolled_back',
      target: { type: 'import', id },
    });
  }
}

const inUse = (cause?: unknown): AppError =>
  new AppError(
    'import.in_use',
    'The tenant has changed since it was imported, so taking the import back would take more with it; nothing was removed',
    { class: 'input', cause },
  );
