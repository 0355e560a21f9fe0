import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUTH_TABLES, AuditLog, AuditStore } from '#libs/auth';
import { COSTS_TABLES } from '#libs/costs';
import { Exporter, Importer, ImportStore, Rollback, TransferTables, Validator } from '#libs/data-transfer';
import { createDataSource, Database, DatabaseConfig, KERNEL_ROLE } from '#libs/database';
import type { JsonObject } from '#libs/kernel';
import { ORCHESTRATION_TABLES } from '#libs/orchestration';
import { DiskBlobStore } from '#libs/storage';
import { testDatabase, type TestDatabase } from '#libs/testing';

export const TABLES = [...AUTH_TABLES, ...ORCHESTRATION_TABLES, ...COSTS_TABLES];
export const BY_TEST = { requestedBy: { type: 'system', id: 'test' } } as const;

/** One of the two systems. */
export interface System {
  url: string;
  storageDir: string;
  database: Database;
  blobs: DiskBlobStore;
  audit: AuditLog;
  exporter: Exporter;
  importer: Importer;
  rollback: Rollback;
  drop(): Promise<void>;
}

export async function openSystem(): Promise<System> {
  const made: TestDatabase = await testDatabase();
  const storageDir = await mkdtemp(join(tmpdir(), 'aiprod-transfer-'));
  const config = DatabaseConfig.fromEnv({ DATABASE_URL: made.url });
  const database = new Database(await createDataSource(config, { role: KERNEL_ROLE }).initialize());
  const blobs = new DiskBlobStore({ STORAGE_DIR: storageDir });
  const tables = new TransferTables(TABLES);
  const audit = new AuditLog();
  const store = new ImportStore(database);
  const rollback = new Rollback(tables, store, audit);
  return {
    ...{ url: made.url, storageDir, database, blobs, audit, rollback },
    exporter: new Exporter(database, tables, blobs, new AuditStore(database)),
    importer: new Importer(database, tables, new Validator(tables), store, blobs, rollback, audit),
    drop: async () => {
      await database.dataSource.destroy();
      await made.drop();
      await rm(storageDir, { recursive: true, force: true });
    },
  };
}

/** All rows of a tenant by table, without what an import sets for itself. */
export async function rowsOf({ database }: System, tenantId: string): Promise<Record<string, JsonObject[]>> {
  const found: Record<string, JsonObject[]> = {};
  for (const { name, key, rows, columns } of TABLES) {
    const order = key.map((column) => `t.${column}`).join(', ');
    const list = await database.query<{ row: JsonObject }>(
      `SELECT to_jsonb(t) AS row FROM ${name} t WHERE ${rows} ORDER BY ${order}`,
      [tenantId],
    );
    found[name] = list.map(({ row }) =>
      Object.fromEntries(
        Object.entries(row).filter(([column]) => columns[column] && !columns[column].imported),
      ),
    );
  }
  return found;
}

/** All rows of all tenants. */
export async function everything(system: System): Promise<Record<string, JsonObject[]>[]> {
  const tenants = await system.database.query<{ id: string }>('SELECT id FROM tenants ORDER BY id');
  return Promise.all(tenants.map(({ id }) => rowsOf(system, id)));
}
