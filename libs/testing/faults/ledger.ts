import type pg from 'pg';
import type { JournalEntry } from './provider/journal.js';

/** One purchase on which the two books differ; a side that does not know it has null. Micro-dollars. */
export interface LedgerDifference {
  reference: string;
  ours: number | null;
  theirs: number | null;
}

export interface LedgerComparison {
  /** Sum of the absolute differences, so that a loss here can't hide a gain there. */
  totalMicros: number;
  differences: LedgerDifference[];
}

/** Our books: what the ledger says was spent, by the reference that the provider knows it under. */
const OUR_EFFECTS = `
SELECT effect_id::text AS reference, sum(amount_micros)::float8 AS micros FROM ledger_entries WHERE account = 'spent' GROUP BY effect_id`;

export async function ledgerOf(client: pg.Client, journal: JournalEntry[]): Promise<LedgerComparison> {
  const { rows } = await client.query<{ reference: string; micros: number }>(OUR_EFFECTS);
  return compareLedgers(new Map(rows.map((row) => [row.reference, row.micros])), journal);
}

/** @param ours micro-dollars by reference */
function compareLedgers(ours: Map<string, number>, journal: JournalEntry[]): LedgerComparison {
  const theirs = new Map<string, number>();
  for (const { type, reference, costMicros } of journal) {
    if (type === 'charged' || type === 'charged-in-part')
      theirs.set(reference, (theirs.get(reference) ?? 0) + costMicros);
  }
  const differences = [...new Set([...ours.keys(), ...theirs.keys()])]
    .map((reference) => ({
      reference,
      ours: ours.get(reference) ?? null,
      theirs: theirs.get(reference) ?? null,
    }))
    .filter((entry) => entry.ours !== entry.theirs);
  const totalMicros = differences.reduce((sum, d) => sum + Math.abs((d.ours ?? 0) - (d.theirs ?? 0)), 0);
  return { totalMicros, differences };
}
