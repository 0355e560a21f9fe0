import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AppError, fieldErrors, type JsonValue } from '#libs/kernel';
import { linesOf, readArchive, type ArchiveFile } from '../archive/archive-reader.js';
import { checkSeal } from '../archive/seal.js';
import { IdIndex } from '../domain/id-index.js';
import { tablePath, type Manifest, type TableFile } from '../domain/manifest.js';
import { rowSchema, type Row } from '../domain/row.js';
import { silent, type OnProgress } from './progress.js';
import { TransferTables, type CarriedTable } from './tables.js';

/** An archive that has been read from end to end and may be imported. */
export interface ValidArchive {
  path: string;
  /** What it is sealed with: the same for the same archive. */
  sha256: string;
  manifest: Manifest;
  rows: number;
  /** Every id that stands in an id column. */
  ids: IdIndex;
}

const invalid = (message: string): AppError =>
  new AppError('transfer.invalid_archive', message, { class: 'input' });

/** Reads all of an archive before anything is made of it. */
@Injectable()
export class Validator {
  constructor(private readonly tables: TransferTables) {}

  /**
   * Checks every byte, the format, the checksum and the schema of every row, and that every row that is named is there.
   * @throws AppError `transfer.archive_damaged`, `transfer.unknown_format`, `transfer.invalid_archive`
   */
  async validate(path: string, onProgress: OnProgress = silent): Promise<ValidArchive> {
    const sha256 = await checkSeal(path);
    const ids = new IdIndex();
    const ownIds = new Map<string, IdIndex>();
    let total = 0;
    let done = 0;
    const manifest = await readArchive(path, {
      manifest: (found) => {
        this.checkTables(found);
        total = 2 * rowsIn(found);
      },
      file: async (file, { tables, tenant }) => {
        const listed = tables.find(({ table }) => tablePath(table) === file.path);
        if (listed === undefined) return drain(file.content);
        const carried = this.tables.get(listed.table) as CarriedTable;
        const own = new IdIndex();
        ownIds.set(listed.table, own);
        for await (const row of rowsOf(file, carried, listed)) {
          collectIds(row, carried, ids, own);
          if (listed.table === 'tenants' && row.id !== tenant.id)
            throw invalid('it holds another tenant than it says');
          onProgress({ step: 'check', done: ++done, total });
        }
      },
    });
    if (manifest.tables.find(({ table }) => table === 'tenants')?.rows !== 1)
      throw invalid('it must hold one tenant');
    await this.checkReferences(path, ownIds, () => onProgress({ step: 'check', done: ++done, total }));
    return { path, sha256, manifest, rows: rowsIn(manifest), ids };
  }

  private checkTables({ tables }: Manifest): void {
    const names = tables.map(({ table }) => table);
    const wanted = this.tables.all.map(({ table }) => table.name);
    if (JSON.stringify(names) !== JSON.stringify(wanted)) {
      throw invalid(`its tables must be ${wanted.join(', ')}: it comes from another version of this system`);
    }
  }

  private async checkReferences(
    path: string,
    ownIds: Map<string, IdIndex>,
    onRow: () => void,
  ): Promise<void> {
    await readArchive(path, {
      manifest: () => undefined,
      file: async (file, { tables, blobs, missingBlobs, tenant }) => {
        const listed = tables.find(({ table }) => tablePath(table) === file.path);
        if (listed === undefined) return drain(file.content);
        const stored = new Set([...blobs.map(({ sha256 }) => sha256), ...missingBlobs]);
        const { table } = this.tables.get(listed.table) as CarriedTable;
        let line = 0;
        for await (const text of linesOf(file.content)) {
          line++;
          onRow();
          const row = JSON.parse(text) as Row;
          for (const [name, { references }] of Object.entries(table.columns)) {
            const value = row[name];
            if (references === undefined || value === null) continue;
            if (!ownIds.get(references)?.has(value as string)) {
              throw invalid(
                `${table.name}, line ${line}: ${name} names a row of ${references} that is not there`,
              );
            }
          }
          if ('tenant_id' in row && row.tenant_id !== tenant.id) {
            throw invalid(`${table.name}, line ${line}: belongs to another tenant`);
          }
          if (table.name === 'artifacts' && !stored.has(row.sha256 as string)) {
            throw invalid(`artifacts, line ${line}: its content is not there`);
          }
        }
      },
    });
  }
}

const rowsIn = ({ tables }: Manifest): number => tables.reduce((sum, { rows }) => sum + rows, 0);

/** The rows of a table's file, each checked. */
async function* rowsOf(
  { path, content }: ArchiveFile,
  { table }: CarriedTable,
  { rows }: TableFile,
): AsyncGenerator<Row> {
  const schema = rowSchema(table);
  let line = 0;
  for await (const text of linesOf(content)) {
    line++;
    const parsed = schema.safeParse(parseJson(text, path, line));
    if (!parsed.success) throw invalid(`${path}, line ${line}: ${problems(parsed.error)}`);
    yield parsed.data;
  }
  if (line !== rows) throw invalid(`${path} has ${line} rows instead of ${rows}`);
}

function parseJson(text: string, path: string, line: number): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw invalid(`${path}, line ${line}: is no JSON`);
  }
}

const problems = (error: z.ZodError): string =>
  error.issues
    .flatMap((issue) => fieldErrors(issue))
    .map(({ path, message }) => `${path} ${message}`)
    .join(', ');

function collectIds(row: Row, { table }: CarriedTable, ids: IdIndex, own: IdIndex): void {
  for (const [name, { type }] of Object.entries(table.columns)) {
    const value = row[name];
    if (type !== 'id' || typeof value !== 'string') continue;
    ids.add(value);
    if (name === 'id') own.add(value);
  }
}

async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of content) void chunk;
}
