import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/**
 * What the provider has on its own books; amounts are micro-dollars. `charged-in-part` is what it asks for work that came to
 * nothing: whoever then tries again does not buy twice.
 */
export interface JournalEntry {
  at: number;
  type:
    | 'received'
    | 'accepted'
    | 'charged'
    | 'charged-in-part'
    | 'refused'
    | 'polled'
    | 'looked-up'
    | 'cancelled';
  /** The caller's own name for the work: the same one twice is the same purchase. */
  reference: string;
  externalId: string | null;
  costMicros: number;
}

/** An append-only file that is on disk before the provider answers: after any crash it tells what was really charged. */
export class ProviderJournal {
  private readonly file: number;

  constructor(path: string) {
    this.file = openSync(path, 'a', 0o600);
  }

  append(entry: Omit<JournalEntry, 'at'>): void {
    writeSync(this.file, `${JSON.stringify({ at: Date.now(), ...entry })}\n`);
    fsyncSync(this.file);
  }

  close(): void {
    closeSync(this.file);
  }
}

/** @throws SyntaxError where a whole line is no JSON; a last line without its end is one that was never answered */
export function readJournal(path: string): JournalEntry[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as JournalEntry);
}
