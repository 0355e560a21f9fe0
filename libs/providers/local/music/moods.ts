import type { Mood } from '../../ports/index.js';
import type { InstrumentName } from './instruments.js';

export type Mode = 'major' | 'minor';

/** How a mood sounds: what the composer may choose from. Chords are Roman numerals, capitals for major triads. */
export interface Style {
  mode: Mode;
  /** Pitch classes of the tonics that lie well for the instruments; 0 is C. */
  tonics: readonly number[];
  /** Beats a minute. */
  tempo: readonly [slowest: number, fastest: number];
  progressions: readonly (readonly string[])[];
  /** The chord that leads home. */
  cadence: string;
  colour: 'triad' | 'ninth' | 'seventh';
  pad: InstrumentName;
  arpeggio: InstrumentName;
  /** Notes of the arpeggio in a beat. */
  arpeggioRate: 1 | 2 | 4;
  lead: InstrumentName;
  bass: 'held' | 'pulse' | 'bounce' | 'steps';
  drums: 'none' | 'four' | 'soft' | 'snaps' | 'toms';
  /** Delay of every second eighth, as a share of an eighth. */
  swing: number;
  reverb: { decaySec: number; damping: number; size: number; amount: number };
}

export const STYLES: Record<Mood, Style> = {
  upbeat: {
    mode: 'major',
    tonics: [0, 2, 7, 9],
    tempo: [110, 126],
    progressions: [
      ['I', 'V', 'vi', 'IV'],
      ['vi', 'IV', 'I', 'V'],
      ['I', 'IV', 'vi', 'V'],
    ],
    cadence: 'V',
    colour: 'ninth',
    pad: 'pad',
    arpeggio: 'pluck',
    arpeggioRate: 2,
    lead: 'bell',
    bass: 'pulse',
    drums: 'four',
    swing: 0,
    reverb: { decaySec: 1.3, damping: 0.4, size: 0.8, amount: 0.2 },
  },
  warm: {
    mode: 'major',
    tonics: [0, 5, 7, 10],
    tempo: [76, 92],
    progressions: [
      ['I', 'vi', 'IV', 'V'],
      ['I', 'iii', 'IV', 'V'],
      ['IV', 'I', 'ii', 'V'],
    ],
    cadence: 'IV',
    colour: 'seventh',
    pad: 'pad',
    arpeggio: 'piano',
    arpeggioRate: 2,
    lead: 'piano',
    bass: 'bounce',
    drums: 'soft',
    swing: 0,
    reverb: { decaySec: 1.8, damping: 0.5, size: 1, amount: 0.26 },
  },
  calm: {
    mode: 'major',
    tonics: [0, 2, 5, 7],
    tempo: [62, 76],
    progressions: [
      ['I', 'IV', 'I', 'IV'],
      ['I', 'vi', 'ii', 'IV'],
      ['IV', 'I', 'vi', 'V'],
    ],
    cadence: 'IV',
    colour: 'seventh',
    pad: 'pad',
    arpeggio: 'piano',
    arpeggioRate: 2,
    lead: 'bell',
    bass: 'held',
    drums: 'none',
    swing: 0,
    reverb: { decaySec: 2.6, damping: 0.5, size: 1.2, amount: 0.36 },
  },
  dramatic: {
    mode: 'minor',
    tonics: [0, 2, 4, 9],
    tempo: [84, 102],
    progressions: [
      ['i', 'VI', 'III', 'VII'],
      ['i', 'VI', 'iv', 'V'],
      ['i', 'VII', 'VI', 'V'],
    ],
    cadence: 'V',
    colour: 'triad',
    pad: 'strings',
    arpeggio: 'staccato',
    arpeggioRate: 4,
    lead: 'piano',
    bass: 'pulse',
    drums: 'toms',
    swing: 0,
    reverb: { decaySec: 2.4, damping: 0.45, size: 1.3, amount: 0.3 },
  },
  playful: {
    mode: 'major',
    tonics: [0, 2, 5, 7],
    tempo: [102, 118],
    progressions: [
      ['I', 'vi', 'ii', 'V'],
      ['I', 'IV', 'I', 'V'],
      ['I', 'I', 'IV', 'V'],
    ],
    cadence: 'V',
    colour: 'triad',
    pad: 'pad',
    arpeggio: 'marimba',
    arpeggioRate: 2,
    lead: 'bell',
    bass: 'steps',
    drums: 'snaps',
    swing: 0.24,
    reverb: { decaySec: 1, damping: 0.4, size: 0.7, amount: 0.16 },
  },
  serious: {
    mode: 'minor',
    tonics: [0, 2, 4, 7],
    tempo: [70, 86],
    progressions: [
      ['i', 'VI', 'III', 'VII'],
      ['i', 'iv', 'VI', 'VII'],
      ['i', 'III', 'iv', 'VI'],
    ],
    cadence: 'VII',
    colour: 'ninth',
    pad: 'strings',
    arpeggio: 'piano',
    arpeggioRate: 2,
    lead: 'piano',
    bass: 'held',
    drums: 'none',
    swing: 0,
    reverb: { decaySec: 2, damping: 0.55, size: 1.1, amount: 0.26 },
  },
  inspiring: {
    mode: 'major',
    tonics: [0, 2, 4, 7],
    tempo: [92, 110],
    progressions: [
      ['I', 'V', 'vi', 'IV'],
      ['IV', 'I', 'V', 'vi'],
      ['vi', 'IV', 'I', 'V'],
    ],
    cadence: 'V',
    colour: 'ninth',
    pad: 'strings',
    arpeggio: 'piano',
    arpeggioRate: 2,
    lead: 'bell',
    bass: 'pulse',
    drums: 'soft',
    swing: 0,
    reverb: { decaySec: 2, damping: 0.4, size: 1.1, amount: 0.26 },
  },
};
