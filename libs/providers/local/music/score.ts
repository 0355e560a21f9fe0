import type { DrumName, InstrumentName } from './instruments.js';
import type { Style } from './moods.js';

export interface Note {
  instrument: InstrumentName | DrumName;
  /** MIDI number; for drums it picks one of a few slightly different strokes. */
  pitch: number;
  atSec: number;
  durationSec: number;
  /** Linear, 0 to 1. */
  gain: number;
  /** -1 (left) to 1 (right). */
  pan: number;
}

/** A piece, written down to the last note: what the threads that play it get. */
export interface Score {
  durationSec: number;
  beatSec: number;
  /** When the last chord comes. */
  endSec: number;
  reverb: Style['reverb'];
  notes: Note[];
}
