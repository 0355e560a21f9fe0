import { LedgerVerifier, type LedgerDifference } from '#libs/costs';
import { createDataSource, Database, DatabaseConfig } from '#libs/database';
import { percentile, type Invariant, type JournalEntry } from '#libs/testing/faults';
import type { Stand } from '../stand.js';

export interface Books {
  /** Of completed jobs: how far what the providers charged is from the middle of the estimate, as a share of that. */
  estimateErrorMedian: number | null;
  estimateErrorMax: number | null;
  /** Effects that cost more than was held for them. */
  aboveReserved: number;
  heldMicros: number;
  verifierDifferences: LedgerDifference[];
  /** Purchases, here or at a second provider, while it was not known what became of the attempt before. */
  askedBeforeKnown: number;
  chargedMicros: number;
}

const HELD_FOR = `
SELECT e.id::text AS reference, e.job_id AS job,
       coalesce((SELECT sum(l.amount_micros) FROM ledger_entries l
                 WHERE l.effect_id = e.id AND l.kind = 'hold' AND l.account = 'held'), 0)::float8 AS reserved
FROM side_effects e`;

const ESTIMATES = `
SELECT id, ((estimate ->> 'lowMicros')::float8 + (estimate ->> 'highMicros')::float8) / 2 AS middle
FROM jobs WHERE status = 'completed' AND pipeline = 'tariff'`;

const STILL_HELD =
  "SELECT coalesce(sum(amount_micros), 0)::float8 AS micros FROM ledger_entries WHERE account = 'held'";

const ASKED_BEFORE_KNOWN = `
SELECT count(*)::int AS n FROM side_effects e
JOIN side_effects first ON first.stage_id = e.stage_id AND first.generation = e.generation AND first.key = e.key
  AND first.attempt < e.attempt
WHERE first.resolved_at IS NULL OR first.resolved_at > e.created_at`;

/** Holds what was reserved, held and foretold against what the providers have on their books. Reads only. */
export async function closeBooks(stand: Stand, journal: JournalEntry[]): Promise<Books> {
  const { client } = stand;
  const charged = chargedByReference(journal);
  const effects = (await client.query<{ reference: string; job: string; reserved: number }>(HELD_FOR)).rows;
  const byJob = new Map<string, number>();
  for (const { reference, job } of effects)
    byJob.set(job, (byJob.get(job) ?? 0) + (charged.get(reference) ?? 0));
  const errors = (await client.query<{ id: string; middle: number }>(ESTIMATES)).rows
    .map(({ id, middle }) => Math.abs((byJob.get(id) ?? 0) - middle) / middle)
    .sort((a, b) => a - b);
  const held = await client.query<{ micros: number }>(STILL_HELD);
  return {
    estimateErrorMedian: share(errors, 0.5),
    estimateErrorMax: share(errors, 1),
    aboveReserved: effects.filter(({ reference, reserved }) => (charged.get(reference) ?? 0) > reserved)
      .length,
    heldMicros: held.rows[0]?.micros ?? 0,
    verifierDifferences: await verified(stand.servers.postgres.url),
    askedBeforeKnown: (await client.query<{ n: number }>(ASKED_BEFORE_KNOWN)).rows[0]?.n ?? 0,
    chargedMicros: [...charged.values()].reduce((sum, micros) => sum + micros, 0),
  };
}

/** What has to be true of the books whatever happened. */
export function booksAgree(books: Books): Invariant[] {
  const { aboveReserved, heldMicros, verifierDifferences, askedBeforeKnown } = books;
  return [
    {
      name: 'nothing cost more than was held for it',
      holds: aboveReserved === 0,
      detail: `${aboveReserved} effects`,
    },
    { name: 'no money is held in the end', holds: heldMicros === 0, detail: `${heldMicros} micro-dollars` },
    {
      name: 'the verifier finds the ledger in order',
      holds: verifierDifferences.length === 0,
      detail: `${verifierDifferences.length} ${JSON.stringify(verifierDifferences.slice(0, 3))}`,
    },
    {
      name: 'nothing is tried again before it is known that nothing was bought',
      holds: askedBeforeKnown === 0,
      detail: `${askedBeforeKnown} too early`,
    },
  ];
}

function chargedByReference(journal: JournalEntry[]): Map<string, number> {
  const charged = new Map<string, number>();
  for (const { reference, costMicros } of journal)
    charged.set(reference, (charged.get(reference) ?? 0) + costMicros);
  return charged;
}

/** To four places; percentile() rounds to whole numbers. */
function share(sorted: number[], at: number): number | null {
  const scaled = percentile(
    sorted.map((error) => error * 10_000),
    at,
  );
  return scaled === null ? null : scaled / 10_000;
}

async function verified(databaseUrl: string): Promise<LedgerDifference[]> {
  const config = DatabaseConfig.fromEnv({ DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: '1' });
  const dataSource = await createDataSource(config).initialize();
  try {
    return await new LedgerVerifier(new Database(dataSource)).differences();
  } finally {
    await dataSource.destroy();
  }
}
