import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiProcess } from './api-process.js';
import type { WorkerProcess } from './worker-process.js';

/** All that the programs have logged, answered and stored, by where it stands. */
export async function everythingWritten(
  api: ApiProcess,
  worker: WorkerProcess,
  answers: readonly string[],
): Promise<Map<string, string>> {
  const written = new Map([
    ['the API’s log', api.log.join('\n')],
    ['the worker’s log', worker.log.join('\n')],
    ['the API’s answers', answers.join('\n')],
  ]);
  const tables = await api.database.query<{ name: string }>(
    "SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  for (const { name } of tables) {
    const [dump] = await api.database.query<{ text: string | null }>(
      `SELECT string_agg(t::text, E'\\n') AS text FROM ${name} t`,
    );
    written.set(`the table ${name}`, dump?.text ?? '');
  }
  for (const entry of await readdir(api.storageDir, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) written.set(path, await readFile(path, 'latin1'));
  }
  return written;
}
