import type { Instrument } from './instruments.js';
import type { Note } from './score.js';

/** More than the notes of a piece take together, usually: 20 MB. */
const MOST_SAMPLES = 5_000_000;

/** Notes as samples. One that comes again is not rendered again; those that have not come for longest make room for others. */
export class RenderedNotes {
  private readonly rendered = new Map<string, Float32Array>();
  private samples = 0;

  constructor(private readonly instruments: Record<Note['instrument'], Instrument>) {}

  get({ instrument, pitch, durationSec }: Note): Float32Array {
    const key = `${instrument}:${pitch}:${durationSec}`;
    const known = this.rendered.get(key);
    const note = known ?? this.instruments[instrument](pitch, durationSec);
    this.rendered.delete(key);
    this.rendered.set(key, note);
    if (known === undefined) this.makeRoom(note.length);
    return note;
  }

  private makeRoom(added: number): void {
    this.samples += added;
    for (const [key, { length }] of this.rendered) {
      if (this.samples <= MOST_SAMPLES || this.rendered.size === 1) return;
      this.rendered.delete(key);
      this.samples -= length;
    }
  }
}
