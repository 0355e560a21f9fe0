import { Presets, SingleBar } from 'cli-progress';
import { SEALED_COLUMNS, SecretRotation, type RotationReport } from '#libs/secrets';
import { withOpenDatabase } from '../../stack/open-database.js';
import { openSecretBox } from '../../stack/own-secrets.js';
import { table } from '../jobs/table.js';

export interface RotateOptions {
  readonly dryRun?: boolean;
}

/** Wraps every stored secret anew for the first of SECRETS_KEYS. @returns 1 where one of them can't be read */
export async function rotateSecrets({ dryRun = false }: RotateOptions): Promise<number> {
  const box = openSecretBox();
  const reports = await withOpenDatabase(async (database) => {
    const rotation = new SecretRotation(database, box, SEALED_COLUMNS);
    const bar = new SingleBar({ stream: process.stderr, clearOnComplete: true }, Presets.shades_classic);
    bar.start(await rotation.count(), 0);
    const done = await rotation.rotate({ dryRun, onSeen: (seen) => bar.update(seen) });
    bar.stop();
    return done;
  });
  console.log(report(reports, dryRun));
  return reports.some(({ unreadable }) => unreadable.length > 0) ? 1 : 0;
}

function report(reports: readonly RotationReport[], dryRun: boolean): string {
  const rows = reports.map(({ table: name, column, seen, rewrapped, unreadable }) => [
    `${name}.${column}`,
    seen,
    rewrapped,
    unreadable.length,
  ]);
  const lost = reports.flatMap(({ table: name, unreadable }) =>
    unreadable.map((row) => `  ${name} ${row}: no key of SECRETS_KEYS opens it`),
  );
  const verb = dryRun ? 'to rewrap' : 'rewrapped';
  const left = dryRun || rows.some(([, , rewrapped]) => Number(rewrapped) > 0);
  const next = left
    ? 'Run it again until nothing is left to rewrap; then the old key can be removed.'
    : 'Nothing is left to rewrap: keys other than the first are needed no more.';
  const verdict = lost.length > 0 ? `These can’t be read:\n${lost.join('\n')}` : next;
  return `${table([['SECRETS', 'FOUND', verb.toUpperCase(), 'UNREADABLE'], ...rows])}\n${verdict}`;
}
