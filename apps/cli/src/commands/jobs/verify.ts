import { SingleBar, Presets } from 'cli-progress';
import { createDataSource, Database, DatabaseConfig } from '#libs/database';
import { defaultDataDir, runningServices } from '#libs/embedded';
import { AppError } from '#libs/kernel';
import { JobVerifier, VerificationStore, type Difference } from '#libs/orchestration';
import { clean, table } from './table.js';

export interface VerifyOptions {
  readonly job?: string;
  readonly json?: boolean;
}

const SHOWN = 50;

/** Rebuilds jobs from their events and compares, in the database of DATABASE_URL or of this machine. @returns 1 on any difference */
export async function verify({ job, json }: VerifyOptions): Promise<number> {
  const url = process.env.DATABASE_URL || runningServices(defaultDataDir())?.databaseUrl;
  if (!url) {
    throw new AppError('cli.no_database', 'Set DATABASE_URL, or start the system on this machine: npm start');
  }
  const config = DatabaseConfig.fromEnv({ ...process.env, DATABASE_URL: url, DATABASE_POOL_SIZE: '1' });
  const dataSource = await createDataSource(config).initialize();
  try {
    const found = await compare(
      new JobVerifier(new VerificationStore(new Database(dataSource))),
      job ?? null,
    );
    console.log(json ? JSON.stringify(found) : report(found));
    return found.differences.length === 0 ? 0 : 1;
  } finally {
    await dataSource.destroy();
  }
}

interface Found {
  jobs: number;
  differences: Difference[];
}

async function compare(verifier: JobVerifier, only: string | null): Promise<Found> {
  const total = await verifier.count(only);
  if (only !== null && total === 0) throw new AppError('job.not_found', `There is no job ${clean(only)}`);
  const bar = new SingleBar({ stream: process.stderr, clearOnComplete: true }, Presets.shades_classic);
  bar.start(total, 0);
  const found: Found = { jobs: 0, differences: [] };
  for await (const { jobs, differences } of verifier.verify(only)) {
    found.jobs += jobs;
    found.differences.push(...differences);
    bar.update(found.jobs);
  }
  bar.stop();
  return found;
}

function report({ jobs, differences }: Found): string {
  const wrong = new Set(differences.map(({ jobId }) => jobId)).size;
  const verdict = `${jobs} jobs rebuilt from their events; ${wrong} differ from their rows`;
  if (wrong === 0) return verdict;
  const rows = differences
    .slice(0, SHOWN)
    .map(({ jobId, field, events, rows: row }) => [
      jobId,
      field,
      JSON.stringify(events),
      JSON.stringify(row),
    ]);
  const more =
    differences.length > SHOWN ? `\n… and ${differences.length - SHOWN} more; --json shows all` : '';
  return `${table([['job', 'field', 'events say', 'rows say'], ...rows])}${more}\n${verdict}`;
}
