import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { Validator, type OnProgress } from '#libs/data-transfer';
import { AppError, isId } from '#libs/kernel';
import { withOpenDatabase } from '../../stack/open-database.js';
import { transferServices, transferTables } from './services.js';

interface Output {
  /** Print one line of JSON. */
  readonly json?: boolean;
}

export interface ExportOptions extends Output {
  readonly tenant: string;
  readonly out: string;
  readonly passwordHashes?: boolean;
  readonly leaveUnfinished?: boolean;
}

export interface ImportOptions extends Output {
  readonly tenant?: string;
  readonly tagAddresses?: boolean;
  readonly validate?: boolean;
}

export async function exportData({ tenant, out, json, ...options }: ExportOptions): Promise<number> {
  const manifest = await withOpenDatabase((database) =>
    withBar((onProgress) =>
      transferServices(database).exporter.export(checkId(tenant, '--tenant'), resolve(out), {
        ...options,
        onProgress,
      }),
    ),
  );
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const { blobs, missingBlobs, unfinishedJobs } = manifest;
  const facts = { rows, files: blobs.length, missingFiles: missingBlobs.length, unfinishedJobs };
  const { size } = await stat(out);
  tell(
    json,
    { out, size, ...facts },
    `${rows} rows and ${blobs.length} files (${size} bytes) in ${out}` +
      (missingBlobs.length > 0 ? `; ${missingBlobs.length} files were not in the storage any more` : '') +
      (unfinishedJobs > 0 ? `; ${unfinishedJobs} jobs had not ended and were left out` : ''),
  );
  return 0;
}

export async function validateData(file: string, { json }: Output): Promise<number> {
  const { manifest, rows } = await withBar((onProgress) =>
    new Validator(transferTables()).validate(resolve(file), onProgress),
  );
  const { tenant, exportedAt } = manifest;
  tell(
    json,
    { tenant, exportedAt, rows },
    `Whole: ${rows} rows of "${tenant.name}" (${tenant.id}), exported ${exportedAt}`,
  );
  return 0;
}

export async function importData(
  file: string,
  { tenant, tagAddresses, validate, json }: ImportOptions,
): Promise<number> {
  if (validate) return validateData(file, { json });
  const done = await withOpenDatabase((database) =>
    withBar((onProgress) =>
      transferServices(database).importer.import(
        resolve(file),
        {
          targetTenantId: tenant === undefined ? undefined : checkId(tenant, '--tenant'),
          tagAddresses,
          requestedBy: { type: 'system', id: 'command line' },
        },
        onProgress,
      ),
    ),
  );
  tell(
    json,
    done,
    `Import ${done.id} is ${done.state}: ${done.rowsDone} rows as tenant ${done.targetTenantId}`,
  );
  return 0;
}

export async function rollbackData(id: string, { json }: Output): Promise<number> {
  const done = await withOpenDatabase((database) =>
    transferServices(database).rollback.undo(checkId(id, 'import')),
  );
  tell(json, done, `Import ${done.id} is rolled back: its ${done.rowsDone} rows are gone`);
  return 0;
}

function tell(json: boolean | undefined, answer: object, text: string): void {
  console.log(json ? JSON.stringify(answer) : text);
}

function checkId(id: string, what: string): string {
  if (isId(id)) return id.toLowerCase();
  throw new AppError('data.bad_id', `${what}: must be an id, like 0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b`);
}

const STEPS = { check: 'checking', files: 'files', rows: 'rows' };

async function withBar<T>(work: (onProgress: OnProgress) => Promise<T>): Promise<T> {
  const format = '{step} {bar} {percentage}% | {value}/{total}';
  const bar = new SingleBar(
    { stream: process.stderr, clearOnComplete: true, format },
    Presets.shades_classic,
  );
  bar.start(1, 0, { step: '' });
  try {
    return await work(({ step, done, total }) => {
      bar.setTotal(total);
      bar.update(done, { step: STEPS[step].padEnd(8) });
    });
  } finally {
    bar.stop();
  }
}
