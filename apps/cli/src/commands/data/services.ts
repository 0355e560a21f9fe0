import { join } from 'node:path';
import { AUTH_TABLES, AuditLog, AuditStore } from '#libs/auth';
import { COSTS_TABLES } from '#libs/costs';
import { Exporter, Importer, ImportStore, Rollback, TransferTables, Validator } from '#libs/data-transfer';
import type { Database } from '#libs/database';
import { defaultDataDir } from '#libs/embedded';
import { ORCHESTRATION_TABLES } from '#libs/orchestration';
import { DiskBlobStore, StorageConfig } from '#libs/storage';

export const transferTables = () =>
  new TransferTables([...AUTH_TABLES, ...ORCHESTRATION_TABLES, ...COSTS_TABLES]);

/** What moves tenants, on this database and the storage of STORAGE_DIR or of the system on this machine. */
export function transferServices(database: Database) {
  const storageDir = process.env.DATABASE_URL ? undefined : join(defaultDataDir(), 'storage');
  const blobs = new DiskBlobStore(
    StorageConfig.fromEnv({ ...process.env, STORAGE_DIR: process.env.STORAGE_DIR || storageDir }),
  );
  const tables = transferTables();
  const store = new ImportStore(database);
  const audit = new AuditLog();
  const validator = new Validator(tables);
  const rollback = new Rollback(tables, store, audit);
  return {
    exporter: new Exporter(database, tables, blobs, new AuditStore(database)),
    importer: new Importer(database, tables, validator, store, blobs, rollback, audit),
    rollback,
  };
}
