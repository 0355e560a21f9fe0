import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { AuditStore } from '#libs/auth';
import { Database, type Sql } from '#libs/database';
import { AppError, type JsonObject } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { spooled, writeArchive } from '../archive/archive-writer.js';
import {
  AUDIT_PATH,
  FORMAT,
  FORMAT_VERSION,
  tablePath,
  type Manifest,
  type TableFile,
} from '../domain/manifest.js';
import { blobsIn, type Row } from '../domain/row.js';
import { BEGIN_EXPORT, rowsOf, UNFINISHED_JOBS } from '../persistence/tenant-rows.js';
import { silent, type OnProgress } from './progress.js';
import { TransferTables, type CarriedTable } from './tables.js';

export interface ExportOptions {
  /** Carries password hashes, so that users can sign in at once after an import. The archive is a secret then. */
  passwordHashes?: boolean;
  /** Leaves out jobs that have not ended, instead of refusing to export. */
  leaveUnfinished?: boolean;
  onProgress?: OnProgress;
}

/** Where files are gathered before they are packed: a tar file says the size of each before its content. */
interface Spool {
  dir: string;
  mediaTypes: Map<string, string>;
}

/** Writes all of a tenant's data into one file. */
@Injectable()
export class Exporter {
  constructor(
    private readonly database: Database,
    private readonly tables: TransferTables,
    private readonly blobs: BlobStore,
    private readonly audit: AuditStore,
  ) {}

  /**
   * Writes the archive aside and renames it, so that half of one is never there.
   * @throws AppError `export.no_such_tenant`, `export.jobs_under_way`
   */
  async export(tenantId: string, path: string, options: ExportOptions = {}): Promise<Manifest> {
    const dir = await mkdtemp(join(dirname(path), '.export-'));
    try {
      const spool: Spool = { dir, mediaTypes: new Map() };
      const rows = await this.spoolRows(tenantId, spool, options);
      const audit = await this.spoolAudit(tenantId, spool);
      const { found, missing } = await this.findBlobs(spool.mediaTypes);
      const manifest: Manifest = {
        format: FORMAT,
        version: FORMAT_VERSION,
        exportedAt: new Date().toISOString(),
        passwordHashes: options.passwordHashes ?? false,
        ...rows,
        audit,
        blobs: found,
        missingBlobs: missing,
      };
      const draft = join(dir, 'archive.tar');
      await writeArchive(draft, manifest, (file) =>
        file.startsWith('blobs/')
          ? this.blobs.open({ sha256: file.slice('blobs/'.length) })
          : Promise.resolve(spooled(spoolPath(dir, file))),
      );
      await rename(draft, path);
      return manifest;
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }

  private spoolRows(
    tenantId: string,
    spool: Spool,
    { passwordHashes = false, leaveUnfinished = false, onProgress = silent }: ExportOptions,
  ): Promise<Pick<Manifest, 'tenant' | 'tables' | 'unfinishedJobs'>> {
    return this.database.transaction(async (sql) => {
      for (const statement of BEGIN_EXPORT) await sql.query(statement);
      const tenant = await this.tenant(sql, tenantId);
      const [{ count: unfinishedJobs }] = (await sql.query(UNFINISHED_JOBS, [tenantId])) as [
        { count: number },
      ];
      if (unfinishedJobs > 0 && !leaveUnfinished) throw underWay(unfinishedJobs);
      let total = 0;
      for (const { statements } of this.tables.all) {
        const [counted] = await sql.query<{ count: number }>(statements.count, [tenantId]);
        total += counted?.count ?? 0;
      }
      let done = 0;
      const tables: TableFile[] = [];
      for (const carried of this.tables.all) {
        const rows = carriedRows(sql, carried, tenantId, passwordHashes, (row) => {
          noteBlobs(spool.mediaTypes, row);
          onProgress({ step: 'rows', done: ++done, total });
        });
        tables.push(await spoolLines(spool.dir, carried.table.name, tablePath(carried.table.name), rows));
      }
      return { tenant, tables, unfinishedJobs };
    });
  }

  private async tenant(sql: Sql, tenantId: string): Promise<Manifest['tenant']> {
    const { table, statements } = this.tables.get('tenants') as CarriedTable;
    for await (const row of rowsOf(sql, table, statements, tenantId)) {
      return { id: tenantId, name: String(row.name) };
    }
    throw new AppError('export.no_such_tenant', 'There is no tenant with this id', { class: 'input' });
  }

  private async spoolAudit(tenantId: string, { dir }: Spool): Promise<TableFile | null> {
    const events = this.audit.export(tenantId) as AsyncIterable<unknown> as AsyncIterable<JsonObject>;
    const file = await spoolLines(dir, 'audit_events', AUDIT_PATH, events);
    return file.rows === 0 ? null : file;
  }

  private async findBlobs(
    mediaTypes: Map<string, string>,
  ): Promise<{ found: Manifest['blobs']; missing: string[] }> {
    const found: Manifest['blobs'] = [];
    const missing: string[] = [];
    for (const [sha256, mediaType] of [...mediaTypes].sort()) {
      const bytes = await this.blobs.size({ sha256 });
      if (bytes === null) missing.push(sha256);
      else found.push({ sha256, bytes, mediaType });
    }
    return { found, missing };
  }
}

async function* carriedRows(
  sql: Sql,
  { table, statements }: CarriedTable,
  tenantId: string,
  passwordHashes: boolean,
  onRow: (row: Row) => void,
): AsyncGenerator<Row> {
  const secrets = passwordHashes
    ? []
    : Object.entries(table.columns).flatMap(([name, { secretDefault }]) =>
        secretDefault === undefined ? [] : [[name, secretDefault] as const],
      );
  for await (const row of rowsOf(sql, table, statements, tenantId)) {
    for (const [name, standIn] of secrets) row[name] = standIn;
    onRow(row);
    yield row;
  }
}

function noteBlobs(mediaTypes: Map<string, string>, row: Row): void {
  for (const { sha256, mediaType } of blobsIn(row)) mediaTypes.set(sha256, mediaType);
  // A row of `artifacts` is a reference itself.
  const { sha256, media_type: mediaType } = row;
  if (typeof sha256 === 'string' && typeof mediaType === 'string') mediaTypes.set(sha256, mediaType);
}

const spoolPath = (dir: string, file: string): string => join(dir, file.replaceAll('/', '-'));

async function spoolLines(
  dir: string,
  table: string,
  file: string,
  rows: AsyncIterable<JsonObject>,
): Promise<TableFile> {
  const hash = createHash('sha256');
  const counted = { rows: 0, bytes: 0 };
  const lines = async function* () {
    for await (const row of rows) {
      const line = Buffer.from(`${JSON.stringify(row)}\n`);
      hash.update(line);
      counted.rows++;
      counted.bytes += line.length;
      yield line;
    }
  };
  await pipeline(Readable.from(lines()), createWriteStream(spoolPath(dir, file), { mode: 0o600 }));
  return { table, ...counted, sha256: hash.digest('hex') };
}

const underWay = (count: number): AppError =>
  new AppError(
    'export.jobs_under_way',
    `${count} jobs have not ended: wait for them, cancel them, or ask to leave them out`,
    { class: 'input', details: { unfinishedJobs: count } },
  );
