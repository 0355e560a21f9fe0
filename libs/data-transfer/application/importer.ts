import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditActor } from '#libs/auth';
import { Database, isRefusedStatement } from '#libs/database';
import { AppError, ValidationError, type JsonObject } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { linesOf, readArchive, type ArchiveFile } from '../archive/archive-reader.js';
import { AUDIT_PATH, tablePath } from '../domain/manifest.js';
import { mappingFor } from '../domain/mapping.js';
import { mapRow, type Mapping, type Row } from '../domain/row.js';
import { ImportStore, type DataImport } from '../persistence/import-store.js';
import { heldColumns } from '../persistence/table-sql.js';
import { silent, type OnProgress } from './progress.js';
import { Rollback } from './rollback.js';
import { TransferTables, type CarriedTable } from './tables.js';
import { Validator, type ValidArchive } from './validator.js';

export interface ImportRequest {
  /** The tenant that it shall be; left out: the one that it was. */
  targetTenantId?: string;
  /** Adds a tag to every e-mail address, for a copy beside the original: a system has each address once. */
  tagAddresses?: boolean;
  requestedBy: AuditActor;
  /** In whose list it stands; left out: in that of the target. */
  tenantId?: string;
  /** Where the archive lies in the storage: any process can go on with the import then. */
  archiveBlob?: string;
}

const BATCH = 200;

/** Writes the data of an archive into the database, as a tenant that was not there before. */
@Injectable()
export class Importer {
  constructor(
    private readonly database: Database,
    private readonly tables: TransferTables,
    private readonly validator: Validator,
    private readonly store: ImportStore,
    private readonly blobs: BlobStore,
    private readonly rollback: Rollback,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Imports an archive, or goes on with an import of it that was interrupted; a complete one is left as it is. Users can sign in
   * once all is there.
   * @throws AppError as `Validator.validate`; `import.tenant_exists`, `import.other_archive`, `import.superseded`;
   * ValidationError for e-mail addresses that are taken. Then no row was written.
   */
  async import(path: string, request: ImportRequest, onProgress: OnProgress = silent): Promise<DataImport> {
    const archive = await this.validator.validate(path, onProgress);
    return this.run(archive, await this.begin(archive, request), onProgress);
  }

  /** Registers an import of a valid archive, or finds the one that there is. */
  async begin(archive: ValidArchive, request: ImportRequest): Promise<DataImport> {
    const source = archive.manifest.tenant.id;
    const target = request.targetTenantId ?? source;
    const found = await this.store.into(target);
    if (found === null) {
      await this.assertRoom(archive, target, request.tagAddresses ?? false);
      const begun = await this.store.begin({
        tenantId: request.tenantId ?? target,
        requestedBy: `${request.requestedBy.type}:${request.requestedBy.id ?? ''}`,
        targetTenantId: target,
        sourceTenantId: source,
        archiveSha256: archive.sha256,
        archiveBlob: request.archiveBlob ?? null,
        renameAddresses: request.tagAddresses ?? false,
        rowsTotal: archive.rows,
      });
      return begun ?? this.begin(archive, request);
    }
    if (found.archiveSha256 !== archive.sha256) {
      throw new AppError('import.other_archive', 'Another archive has been imported as this tenant', {
        class: 'input',
        details: { importId: found.id },
      });
    }
    return found;
  }

  /** Goes on where the import stands. */
  async run(archive: ValidArchive, found: DataImport, onProgress: OnProgress = silent): Promise<DataImport> {
    if (found.state !== 'importing') return found;
    try {
      const auditSha256 = await this.storeBlobs(archive, found, onProgress);
      await this.writeRows(archive, found, onProgress);
      return await this.complete(archive, found, auditSha256);
    } catch (error) {
      // What the database refuses now, it will always refuse.
      if (!isRefusedStatement(error)) throw error;
      await this.rollback.undo(found.id);
      throw new AppError(
        'import.refused',
        'The database refuses a row of the archive; nothing was imported',
        {
          class: 'input',
          cause: error,
        },
      );
    }
  }

  private async assertRoom(archive: ValidArchive, target: string, tagAddresses: boolean): Promise<void> {
    if (await this.store.tenantExists(target)) {
      throw new AppError(
        'import.tenant_exists',
        'There is a tenant with this id already; choose another one',
        {
          class: 'input',
        },
      );
    }
    const mapping = this.mapping(archive, { target, tagAddresses });
    await this.eachTable(archive, async (carried, rows) => {
      const { table, statements } = carried;
      for await (const batch of batches(rows, table.together)) {
        for (const { column, sql } of statements.taken) {
          const values = batch.map((row) => mapRow(row, table, mapping)[column]);
          const wanted = values.flatMap((value) => (typeof value === 'string' ? [value.toLowerCase()] : []));
          const taken =
            wanted.length === 0 ? [] : await this.database.query<{ value: string }>(sql, [wanted, target]);
          if (taken.length > 0) throw takenValue(table.name, column, taken[0]!.value);
        }
      }
    });
  }

  private async storeBlobs(
    { path }: ValidArchive,
    { id }: DataImport,
    onProgress: OnProgress,
  ): Promise<string | null> {
    const dir = await mkdtemp(join(tmpdir(), 'aiprod-import-'));
    let auditSha256: string | null = null;
    let done = 0;
    try {
      await readArchive(path, {
        manifest: () => undefined,
        file: async (file, { blobs }) => {
          const blob = blobs.find(({ sha256 }) => file.path.endsWith(`/${sha256}`));
          const isAudit = file.path === AUDIT_PATH;
          if (isAudit || (blob !== undefined && (await this.blobs.size(blob)) === null)) {
            const draft = join(dir, 'content');
            await pipeline(Readable.from(file.content), createWriteStream(draft));
            const { sha256 } = await this.blobs.putFile(draft, blob?.mediaType ?? 'application/x-ndjson');
            if (isAudit) auditSha256 = sha256;
            await this.store.beat(id);
          } else for await (const chunk of file.content) void chunk;
          if (blob !== undefined) onProgress({ step: 'files', done: ++done, total: blobs.length });
        },
      });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
    return auditSha256;
  }

  private async writeRows(archive: ValidArchive, found: DataImport, onProgress: OnProgress): Promise<void> {
    const mapping = this.mapping(archive, {
      target: found.targetTenantId,
      tagAddresses: found.renameAddresses,
    });
    const written = found.rowsDone;
    let seen = 0;
    let next = written;
    await this.eachTable(archive, async ({ table, statements }, rows) => {
      const held = heldColumns(table);
      for await (const batch of batches(
        after(rows, () => seen++ < written),
        table.together,
      )) {
        const mapped = batch.map((row) => mapRow(row, table, mapping));
        const isOurs = await this.store.write(found.id, {
          rowsBefore: next,
          table: table.name,
          insert: statements.insert,
          rows: mapped,
          keys: mapped.map((row) => only(row, table.key)),
          held: held.length === 0 ? null : mapped.map((row) => only(row, [...table.key, ...held])),
        });
        if (!isOurs) {
          throw new AppError(
            'import.superseded',
            'Somebody else goes on with this import, or has rolled it back',
          );
        }
        next += batch.length;
        onProgress({ step: 'rows', done: next, total: found.rowsTotal });
      }
    });
  }

  private async complete(
    { manifest }: ValidArchive,
    { id }: DataImport,
    auditSha256: string | null,
  ): Promise<DataImport> {
    const finished = await this.store.finish(id, async (sql, found) => {
      if (found.state !== 'importing' || found.rowsDone !== found.rowsTotal) return null;
      for (const { table, statements } of this.tables.all) {
        if (statements.release === null) continue;
        for (const { held } of await this.store.journal(sql, id, table.name)) {
          await sql.query(statements.release, [JSON.stringify(held)]);
        }
      }
      await this.audit.record(sql, {
        tenantId: found.targetTenantId,
        actor: { type: 'system', id: null },
        action: 'data.imported',
        target: { type: 'import', id },
        details: {
          sourceTenantId: found.sourceTenantId,
          exportedAt: manifest.exportedAt,
          rows: found.rowsTotal,
          archiveSha256: found.archiveSha256,
          auditSha256,
          requestedBy: found.requestedBy,
        },
      });
      return { state: 'complete', auditSha256 };
    });
    if (finished === null) throw new Error('The row of an import is gone');
    return finished;
  }

  private mapping(archive: ValidArchive, to: { target: string; tagAddresses: boolean }): Mapping {
    return mappingFor({ source: archive.manifest.tenant.id, ...to }, archive.ids);
  }

  private async eachTable(
    { path }: ValidArchive,
    use: (carried: CarriedTable, rows: AsyncGenerator<Row>) => Promise<void>,
  ): Promise<void> {
    await readArchive(path, {
      manifest: () => undefined,
      file: async (file) => {
        const carried = this.tables.all.find(({ table }) => tablePath(table.name) === file.path);
        if (carried !== undefined) await use(carried, rowsIn(file));
        else for await (const chunk of file.content) void chunk;
      },
    });
  }
}

async function* rowsIn({ content }: ArchiveFile): AsyncGenerator<Row> {
  for await (const line of linesOf(content)) yield JSON.parse(line) as Row;
}

async function* after(rows: AsyncIterable<Row>, isWritten: () => boolean): AsyncGenerator<Row> {
  for await (const row of rows) if (!isWritten()) yield row;
}

/** Rows that stand or fall together are never in two batches. */
async function* batches(rows: AsyncIterable<Row>, together?: string): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    const belongs = together !== undefined && batch.at(-1)?.[together] === row[together];
    if (batch.length >= BATCH && !belongs) {
      yield batch;
      batch = [];
    }
    batch.push(row);
  }
  if (batch.length > 0) yield batch;
}

const only = (row: Row, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, row[name]]));

const takenValue = (table: string, column: string, value: string): ValidationError =>
  new ValidationError([
    {
      path: `${table}.${column}`,
      message: `${value} is taken here; to make a copy beside it, choose another tenant id and let e-mail addresses be tagged`,
    },
  ]);
