import type pg from 'pg';
import { RECOVERIES, STALE_CALLS, STALE_WRITES } from './audit.js';
import { ledgerOf, type LedgerDifference } from './ledger.js';
import type { JournalEntry } from './provider/journal.js';
import type { Kill } from './supervisor.js';

export interface Evidence {
  client: pg.Client;
  journal: JournalEntry[];
  /** Ids of the jobs whose submission was answered with 202. */
  accepted: string[];
  kills: Kill[];
}

export interface Verdict {
  jobs: number;
  terminal: number;
  completed: number;
  duplicateSubmissions: number;
  ledgerDifferenceMicros: number;
  staleWritesAccepted: number;
  recoveryP50Ms: number | null;
  recoveryP99Ms: number | null;
  invariants: Invariant[];
}

export interface Invariant {
  name: string;
  holds: boolean;
  /** What was seen; for a broken one with its first examples. */
  detail: string;
}

const TERMINAL = "('completed', 'failed', 'cancelled')";
const EXAMPLES = 3;

/** Every attempt at the same effect of the same run of a stage is one purchase. */
const PURCHASES = `
SELECT id::text, stage || ' ' || coalesce(item::text, '') || ' of ' || job_id || ', run ' || generation || ': ' || key AS purchase
FROM side_effects`;

/** Holds what the database says against what the provider says, and against itself. Reads only. */
export async function check({ client, journal, accepted, kills }: Evidence): Promise<Verdict> {
  const rows = async <T extends pg.QueryResultRow>(sql: string, params: unknown[] = []): Promise<T[]> =>
    (await client.query<T>(sql, params)).rows;
  const jobs = await rows<{ id: string; status: string; terminal: boolean; ends: number }>(
    `SELECT j.id, j.status, j.status IN ${TERMINAL} AS terminal,
            (SELECT count(*)::int FROM job_events e WHERE e.job_id = j.id AND e.type IN ('job.completed', 'job.failed', 'job.cancelled')) AS ends
     FROM jobs j`,
  );
  const known = new Map(jobs.map((job) => [job.id, job]));
  const missing = accepted.filter((id) => !known.has(id));
  const unfinished = jobs.filter((job) => !job.terminal);
  const wrongEnds = jobs.filter((job) => job.terminal && job.ends !== 1);
  const purchases = await rows<{ id: string; purchase: string }>(PURCHASES);
  const duplicates = duplicateCharges(journal, new Map(purchases.map(({ id, purchase }) => [id, purchase])));
  const ledger = await ledgerOf(client, journal);
  const stale = await rows<{ jobId: string; stage: string; status: string; lateMs: number }>(STALE_WRITES);
  const calls = journal.filter(({ type }) => type === 'received');
  const staleCalls = await rows<{ effectId: string; lateMs: number }>(STALE_CALLS, [
    calls.map(({ reference }) => reference),
    calls.map(({ at }) => at),
  ]);
  const gaps = await rows<{ job_id: string; last: number; n: number }>(
    `SELECT e.job_id, max(e.seq) AS last, count(*)::int AS n FROM job_events e JOIN jobs j ON j.id = e.job_id
     GROUP BY e.job_id, j.event_seq HAVING max(e.seq) <> count(*) OR max(e.seq) <> j.event_seq OR min(e.seq) <> 1`,
  );
  const unbalanced = await rows<{ effect_id: string; kind: string; sum: number }>(
    'SELECT effect_id, kind, sum(amount_micros) FROM ledger_entries GROUP BY effect_id, kind HAVING sum(amount_micros) <> 0',
  );
  const stillHeld = await rows<{ effect_id: string; held: number }>(
    `SELECT l.effect_id, sum(l.amount_micros)::int AS held FROM ledger_entries l JOIN side_effects e ON e.id = l.effect_id
     WHERE l.account = 'held' AND e.state IN ('settled', 'failed', 'reconciled')
     GROUP BY l.effect_id HAVING sum(l.amount_micros) <> 0`,
  );
  const unbooked = await rows<{ id: string; cost: number }>(
    `SELECT e.id, e.cost_micros::int AS cost FROM side_effects e
     WHERE coalesce(e.cost_micros, 0) <> (SELECT coalesce(sum(l.amount_micros), 0) FROM ledger_entries l
                                          WHERE l.effect_id = e.id AND l.account = 'spent')`,
  );
  const running = await rows<{ id: string; stage: string }>(
    "SELECT id, stage FROM stages WHERE status = 'running'",
  );
  const outbox = await rows<{ id: string }>('SELECT id FROM outbox');
  const recoveries = (
    await rows<{ ms: number | null }>(RECOVERIES, [kills.map((k) => k.owner), kills.map((k) => k.at)])
  )
    .map(({ ms }) => ms)
    .filter((ms) => ms !== null)
    .sort((a, b) => a - b);

  return {
    jobs: accepted.length,
    terminal: accepted.filter((id) => known.get(id)?.terminal).length,
    completed: accepted.filter((id) => known.get(id)?.status === 'completed').length,
    duplicateSubmissions: duplicates.reduce((sum, { charges }) => sum + charges - 1, 0),
    ledgerDifferenceMicros: ledger.totalMicros,
    staleWritesAccepted: stale.length,
    recoveryP50Ms: percentile(recoveries, 0.5),
    recoveryP99Ms: percentile(recoveries, 0.99),
    invariants: [
      none('every accepted job exists', missing),
      none('every job is in a terminal state', unfinished),
      none('every ended job has exactly one terminal event', wrongEnds),
      none('nothing was bought twice', duplicates),
      none("our ledger is the provider's, effect by effect", ledger.differences),
      none('every transaction of the ledger sums to zero', unbalanced),
      none('no money is held for what has ended', stillHeld),
      none('the journal and the ledger agree on every cost', unbooked),
      none('no result was taken under a lease that had ended', stale),
      none('nothing was sent to the provider after the lease had ended', staleCalls),
      none("every job's events are numbered without a gap", gaps),
      none('no stage is left running', running),
      none('no message is left in the outbox', outbox),
    ],
  };
}

/** Purchases that the provider has charged more than once. @param purchases which purchase each of our references was an attempt at */
export function duplicateCharges(
  journal: JournalEntry[],
  purchases: Map<string, string>,
): { reference: string; charges: number }[] {
  const charged = Map.groupBy(
    journal.filter(({ type }) => type === 'charged'),
    ({ reference }) => purchases.get(reference) ?? reference,
  );
  return [...charged]
    .map(([reference, { length }]) => ({ reference, charges: length }))
    .filter(({ charges }) => charges > 1);
}

function none(name: string, counterexamples: (object | string)[] | LedgerDifference[]): Invariant {
  const shown = counterexamples.slice(0, EXAMPLES).map((example) => JSON.stringify(example));
  const detail = counterexamples.length === 0 ? 'holds' : `${counterexamples.length}: ${shown.join(' ')}`;
  return { name, holds: counterexamples.length === 0, detail };
}

/** Nearest rank; null of nothing. */
export function percentile(sorted: number[], share: number): number | null {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  return value === undefined ? null : Math.round(value);
}
