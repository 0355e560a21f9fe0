import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AuditStore, type AuditEvent } from '#libs/auth';
import { AppError, isId } from '#libs/kernel';
import { withOpenDatabase } from '../../stack/open-database.js';

export interface ExportOptions {
  readonly tenant: string;
  readonly out?: string;
}

/** Writes a tenant's log as lines of JSON. */
export async function exportAudit({ tenant, out }: ExportOptions): Promise<number> {
  if (!isId(tenant)) throw new AppError('audit.bad_tenant', '--tenant: must be the id of a tenant');
  return withOpenDatabase(async (database) => {
    const lines = Readable.from(linesOf(new AuditStore(database).export(tenant)));
    if (out === undefined) await pipeline(lines, process.stdout, { end: false });
    else await pipeline(lines, createWriteStream(out, { mode: 0o600 }));
    return 0;
  });
}

async function* linesOf(events: AsyncIterable<AuditEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(event)}\n`;
}
