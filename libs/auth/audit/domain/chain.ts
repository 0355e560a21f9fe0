import { entryHash, GENESIS_HASH, type AuditEvent } from './entry.js';

/** Where a chain ended when it was last written to, as its own row has it. */
export interface ChainEnd {
  seq: number;
  hash: string;
}

/** A point of a chain that was vouched for from outside. */
export type AnchorPoint = ChainEnd;

export type DamageKind = 'edited' | 'deleted' | 'inserted' | 'swapped' | 'tail_cut';

/** The first place of a chain that is not as it was written. */
export interface Damage {
  kind: DamageKind;
  /** The number that the first damaged entry has, or had. */
  seq: number;
  /** What it was swapped with; or, where only an anchor tells, the last entry that may have been changed. */
  to?: number;
}

/** How far a chain has been found whole. */
export interface Checked {
  seq: number;
  hash: string;
}

export const START: Checked = { seq: 0, hash: GENESIS_HASH };

/** Whether the entry is as it was when it got its hash, in the place `seq`. */
const isSealedAs = (event: AuditEvent, seq: number): boolean =>
  entryHash(event.previousHash, { ...event, seq }) === event.hash;

/** @returns how far the chain is whole with this entry, or null where something is wrong here */
export function follow(checked: Checked, event: AuditEvent): Checked | null {
  const isNext = event.seq === checked.seq + 1 && event.previousHash === checked.hash;
  if (!isNext || !isSealedAs(event, event.seq)) return null;
  return { seq: event.seq, hash: event.hash };
}

/**
 * Says what was done where a chain stops being whole. It is asked once a chain, so it may read all the rest.
 * @param rest the entries from that place on, in the order of their numbers; it can be read more than once
 */
export async function explain(checked: Checked, rest: () => AsyncIterable<AuditEvent>): Promise<Damage> {
  const seq = checked.seq + 1;
  const [here, after] = await firstTwo(rest());
  if (here === undefined) return { kind: 'tail_cut', seq };
  // Its number was raised: what stands in its place was added, and linked and sealed by the rules.
  for (let lower = checked.seq; lower > 0; lower--) {
    if (isSealedAs(here, lower)) return { kind: 'inserted', seq: lower };
  }
  for await (const event of rest()) {
    const belongsHere = event.previousHash === checked.hash && isSealedAs(event, seq);
    if (belongsHere) {
      return isSealedAs(here, event.seq)
        ? { kind: 'swapped', seq, to: event.seq }
        : { kind: 'inserted', seq };
    }
  }
  if (here.seq > seq) return { kind: 'deleted', seq };
  if (isSealedAs(here, seq)) {
    // This one is genuine where the next one knows it: then the one before it was changed, and sealed anew.
    const isGenuine = after === undefined || after.previousHash === here.hash;
    return { kind: 'edited', seq: isGenuine ? Math.max(1, checked.seq) : seq };
  }
  for await (const event of rest()) {
    // Its number was lowered by as many as are missing before it: more than there are after it can't be told.
    if (isSealedAs(here, event.seq + 1)) return { kind: 'deleted', seq };
    const contents = { ...event, seq, previousHash: here.previousHash };
    if (event.seq > seq && entryHash(here.previousHash, contents) === here.hash) {
      return { kind: 'swapped', seq, to: event.seq };
    }
  }
  return { kind: 'edited', seq };
}

/** Holds a chain whose entries are whole against what is known of its end. Null where all agrees. */
export function checkEnd(checked: Checked, end: ChainEnd | null): Damage | null {
  if (end === null) return checked.seq === 0 ? null : { kind: 'deleted', seq: 1 };
  if (end.seq > checked.seq) return { kind: 'tail_cut', seq: checked.seq + 1 };
  if (end.seq < checked.seq) return { kind: 'inserted', seq: end.seq + 1 };
  return end.hash === checked.hash ? null : { kind: 'edited', seq: Math.max(1, end.seq) };
}

/**
 * Holds a chain against its anchors while it is read: they tell when all of it was computed anew from some entry on, or when its end
 * was cut off together with the row that remembers it.
 */
export class AnchorCheck {
  private readonly anchors: AnchorPoint[];
  private agreed = 0;

  constructor(anchors: readonly AnchorPoint[]) {
    this.anchors = [...anchors].sort((a, b) => a.seq - b.seq);
  }

  /** To be told every entry, in order. */
  follow({ seq, hash }: ChainEnd): Damage | null {
    for (; this.anchors[0] !== undefined && this.anchors[0].seq <= seq; this.anchors.shift()) {
      const anchor = this.anchors[0];
      if (anchor.seq !== seq || anchor.hash !== hash) {
        return { kind: 'edited', seq: this.agreed + 1, to: anchor.seq };
      }
      this.agreed = anchor.seq;
    }
    return null;
  }

  /** @param seq the last entry that there is */
  end(seq: number): Damage | null {
    return this.anchors.length > 0 ? { kind: 'tail_cut', seq: seq + 1 } : null;
  }
}

async function firstTwo(events: AsyncIterable<AuditEvent>): Promise<(AuditEvent | undefined)[]> {
  const found: AuditEvent[] = [];
  for await (const event of events) {
    found.push(event);
    if (found.length === 2) break;
  }
  return found;
}
