import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { newId, type JsonObject } from '#libs/kernel';

export interface DataExport {
  id: string;
  tenantId: string;
  requestedBy: string;
  state: 'running' | 'complete' | 'failed';
  rowsTotal: number;
  rowsDone: number;
  /** Of the archive, once there is one. */
  sha256: string | null;
  size: number | null;
  error: JsonObject | null;
  createdAt: Date;
  finishedAt: Date | null;
}

const EXPORT = `id, tenant_id AS "tenantId", requested_by AS "requestedBy", state, rows_total AS "rowsTotal", rows_done AS "rowsDone",
  sha256, size, error, created_at AS "createdAt", finished_at AS "finishedAt"`;
const INSERT = `
INSERT INTO data_exports (id, tenant_id, requested_by, state) VALUES ($1, $2, $3, 'running') RETURNING ${EXPORT}`;
const FIND = `SELECT ${EXPORT} FROM data_exports WHERE id = $1 AND tenant_id = $2`;
const LIST = `SELECT ${EXPORT} FROM data_exports WHERE tenant_id = $1 ORDER BY id DESC LIMIT 100`;
const PROGRESS = `
UPDATE data_exports SET rows_done = $2, rows_total = $3, heartbeat_at = now() WHERE id = $1 AND state = 'running'`;
const COMPLETE = `
UPDATE data_exports SET state = 'complete', sha256 = $2, size = $3, rows_done = rows_total, finished_at = now() WHERE id = $1 AND state = 'running'`;
const FAIL = `
UPDATE data_exports SET state = 'failed', error = $2, finished_at = now() WHERE id = $1 AND state = 'running'`;
/** $1 seconds of silence, $2 error. */
const FAIL_SILENT = `
UPDATE data_exports SET state = 'failed', error = $2, finished_at = now()
WHERE state = 'running' AND heartbeat_at < now() - $1 * interval '1 second'`;

/** Exports that were asked for over HTTP. */
@Injectable()
export class ExportStore {
  constructor(private readonly database: Database) {}

  async begin(tenantId: string, requestedBy: string): Promise<DataExport> {
    const [row] = await this.database.query<DataExport>(INSERT, [newId(), tenantId, requestedBy]);
    return row as DataExport;
  }

  async find(tenantId: string, id: string): Promise<DataExport | null> {
    return (await this.database.query<DataExport>(FIND, [id, tenantId]))[0] ?? null;
  }

  /** The newest first. */
  list(tenantId: string): Promise<DataExport[]> {
    return this.database.query(LIST, [tenantId]);
  }

  async progress(id: string, done: number, total: number): Promise<void> {
    await this.database.query(PROGRESS, [id, done, total]);
  }

  async complete(id: string, { sha256, size }: { sha256: string; size: number }): Promise<void> {
    await this.database.query(COMPLETE, [id, sha256, size]);
  }

  async fail(id: string, error: JsonObject): Promise<void> {
    await this.database.query(FAIL, [id, JSON.stringify(error)]);
  }

  async failSilent(seconds: number, error: JsonObject): Promise<void> {
    await this.database.query(FAIL_SILENT, [seconds, JSON.stringify(error)]);
  }
}
