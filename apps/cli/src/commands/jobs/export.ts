import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { JobExport } from '#client';
import { saveWhole } from '../../api/save-whole.js';
import { connect, LONG_MS } from './connect.js';
import type { Output } from './run.js';

export interface ExportOptions extends Output, Pick<JobExport, 'format' | 'status' | 'filter'> {
  readonly batch?: string;
  readonly out: string;
}

/** Writes a list of jobs into one file. */
export async function exportJobs({ batch, filter, out, json, ...list }: ExportOptions): Promise<void> {
  const conditions = [batch && `batchId = "${batch}"`, filter && `(${filter})`].filter(Boolean);
  const given = conditions.length === 0 ? {} : { filter: conditions.join(' AND ') };
  await saveWhole(await connect(LONG_MS).jobs.export({ ...list, ...given }), resolve(out));
  const { size } = await stat(out);
  console.log(json ? JSON.stringify({ out, size }) : `${out}: ${size} bytes`);
}
