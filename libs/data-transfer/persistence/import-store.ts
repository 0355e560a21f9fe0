import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { newId, type JsonObject } from '#libs/kernel';

export type ImportState = 'importing' | 'complete' | 'rolled_back';

export interface DataImport {
  id: string;
  /** The tenant of who asked for it. */
  tenantId: string;
  requestedBy: string;
  targetTenantId: string;
  sourceTenantId: string;
  /** What the archive is sealed with. */
  archiveSha256: string;
  /** Where the archive lies in the storage, for any process to go on with; null for an import from a file. */
  archiveBlob: string | null;
  renameAddresses: boolean;
  state: ImportState;
  rowsTotal: number;
  rowsDone: number;
  /** The source's audit log, kept as a file. */
  auditSha256: string | null;
  error: JsonObject | null;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface JournalEntry {
  rowsBefore: number;
  table: string;
  keys: JsonObject[];
  held: JsonObject[] | null;
}

const IMPORT = `id, tenant_id AS "tenantId", requested_by AS "requestedBy", target_tenant_id AS "targetTenantId",
  source_tenant_id AS "sourceTenantId", archive_sha256 AS "archiveSha256", archive_blob AS "archiveBlob", rename_addresses AS "renameAddresses", state,
  rows_total AS "rowsTotal", rows_done AS "rowsDone", audit_sha256 AS "auditSha256", error, created_at AS "createdAt", finished_at AS "finishedAt"`;

const FIND = `SELECT ${IMPORT} FROM data_imports WHERE id = $1`;
const FIND_TARGET = `SELECT ${IMPORT} FROM data_imports WHERE target_tenant_id = $1 AND state <> 'rolled_back'`;
const LOCK = `SELECT ${IMPORT} FROM data_imports WHERE id = $1 FOR UPDATE`;
const LIST = `SELECT ${IMPORT} FROM data_imports WHERE tenant_id = $1 ORDER BY id DESC LIMIT 100`;
const INSERT = `
INSERT INTO data_imports (id, tenant_id, requested_by, target_tenant_id, source_tenant_id, archive_sha256, archive_blob, rename_addresses,
  state, rows_total)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'importing', $9) ON CONFLICT DO NOTHING RETURNING ${IMPORT}`;
const ADVANCE = `
UPDATE data_imports SET rows_done = rows_done + $3, heartbeat_at = now(), error = NULL
WHERE id = $1 AND state = 'importing' AND rows_done = $2 RETURNING id`;
const JOURNAL = `
INSERT INTO data_import_journal (import_id, rows_before, table_name, keys, held) VALUES ($1, $2, $3, $4, $5)`;
const READ_JOURNAL = `
SELECT rows_before AS "rowsBefore", table_name AS "table", keys, held FROM data_import_journal
WHERE import_id = $1 AND table_name = $2 ORDER BY rows_before DESC`;
const FINISH = `
UPDATE data_imports SET state = $2, audit_sha256 = $3, finished_at = now(), heartbeat_at = now(), error = NULL WHERE id = $1`;
const FAIL = "UPDATE data_imports SET error = $2, heartbeat_at = now() WHERE id = $1 AND state = 'importing'";
const BEAT = "UPDATE data_imports SET heartbeat_at = now() WHERE id = $1 AND state = 'importing'";
/** Imports that nobody works on any more and that can go on from the storage. $1 seconds of silence. */
const CLAIM_SILENT = `
UPDATE data_imports SET heartbeat_at = now() WHERE id = (
  SELECT id FROM data_imports
  WHERE state = 'importing' AND archive_blob IS NOT NULL AND error IS NULL AND heartbeat_at < now() - $1 * interval '1 second'
  ORDER BY heartbeat_at LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING ${IMPORT}`;
const TENANT = 'SELECT id FROM tenants WHERE id = $1';
const MAY_DELETE = "SELECT set_config('aiprod.rollback_import', $1, true)";

/** Imports, and the journal of what each one wrote. */
@Injectable()
export class ImportStore {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<DataImport | null> {
    return (await this.database.query<DataImport>(FIND, [id]))[0] ?? null;
  }

  list(tenantId: string): Promise<DataImport[]> {
    return this.database.query(LIST, [tenantId]);
  }

  /** The one import into a tenant that has not been rolled back. */
  async into(targetTenantId: string): Promise<DataImport | null> {
    return (await this.database.query<DataImport>(FIND_TARGET, [targetTenantId]))[0] ?? null;
  }

  async tenantExists(id: string): Promise<boolean> {
    return (await this.database.query(TENANT, [id])).length > 0;
  }

  /** @returns null where somebody else has begun one into the same tenant meanwhile */
  async begin(
    data: Omit<
      DataImport,
      'id' | 'state' | 'rowsDone' | 'auditSha256' | 'error' | 'createdAt' | 'finishedAt'
    >,
  ): Promise<DataImport | null> {
    const {
      tenantId,
      requestedBy,
      targetTenantId,
      sourceTenantId,
      archiveSha256,
      archiveBlob,
      renameAddresses,
      rowsTotal,
    } = data;
    const [row] = await this.database.query<DataImport>(INSERT, [
      ...[newId(), tenantId, requestedBy, targetTenantId, sourceTenantId, archiveSha256, archiveBlob],
      ...[renameAddresses, rowsTotal],
    ]);
    return row ?? null;
  }

  /**
   * Writes a batch of rows and tells the journal, in one transaction.
   * @returns false where the import stands elsewhere by now: somebody else works on it, or it was rolled back
   */
  write(
    id: string,
    batch: {
      rowsBefore: number;
      table: string;
      insert: string;
      rows: JsonObject[];
      keys: JsonObject[];
      held: JsonObject[] | null;
    },
  ): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const { rowsBefore, table, insert, rows, keys, held } = batch;
      if ((await sql.query(ADVANCE, [id, rowsBefore, rows.length])).length === 0) return false;
      await sql.query(insert, [JSON.stringify(rows)]);
      await sql.query(JOURNAL, [id, rowsBefore, table, JSON.stringify(keys), held && JSON.stringify(held)]);
      return true;
    });
  }

  /** Ends an import in a transaction in which nobody else changes it; `work` returns what becomes of it. */
  finish(
    id: string,
    work: (sql: Sql, found: DataImport) => Promise<{ state: ImportState; auditSha256: string | null } | null>,
  ): Promise<DataImport | null> {
    return this.database.transaction(async (sql) => {
      const [found] = await sql.query<DataImport>(LOCK, [id]);
      if (found === undefined) return null;
      const end = await work(sql, found);
      if (end === null) return found;
      await sql.query(FINISH, [id, end.state, end.auditSha256]);
      return (await sql.query<DataImport>(FIND, [id]))[0] ?? null;
    });
  }

  /** What was written of a table, the last batch first. */
  journal(sql: Sql, id: string, table: string): Promise<JournalEntry[]> {
    return sql.query<JournalEntry>(READ_JOURNAL, [id, table]);
  }

  /** Lets the transaction delete what this import has added to the ledger. */
  async allowDelete(sql: Sql, id: string): Promise<void> {
    await sql.query(MAY_DELETE, [id]);
  }

  async fail(id: string, error: JsonObject): Promise<void> {
    await this.database.query(FAIL, [id, JSON.stringify(error)]);
  }

  async beat(id: string): Promise<void> {
    await this.database.query(BEAT, [id]);
  }

  async claimSilent(seconds: number): Promise<(DataImport & { archiveBlob: string }) | null> {
    const [found] = await this.database.query<DataImport & { archiveBlob: string }>(CLAIM_SILENT, [seconds]);
    return found ?? null;
  }
}
