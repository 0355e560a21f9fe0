import type { Mode, Style } from './moods.js';

/** Semitones above the tonic of the scale's seven degrees. */
export const SCALES: Record<Mode, readonly number[]> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
};

const DEGREES = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii'];

export interface Chord {
  /** Pitch class of the root. */
  root: number;
  /** Semitones above the root, the triad first. */
  intervals: number[];
}

/**
 * The chord of a Roman numeral in a key. The published `@tonaljs/chord` can't be loaded by Node (its `main` names a file that is
 * not in the package), and this is all that is needed of it.
 */
export function chordOf(numeral: string, tonic: number, mode: Mode, colour: Style['colour']): Chord {
  const degree = DEGREES.indexOf(numeral.toLowerCase());
  if (degree < 0) throw new RangeError(`${numeral} is not a chord`);
  const isMajor = numeral !== numeral.toLowerCase();
  const triad = isMajor ? [0, 4, 7] : [0, 3, 7];
  const scale = SCALES[mode];
  const root = (tonic + (scale[degree] as number)) % 12;
  // The seventh and ninth are the scale's own, so that they never clash with it.
  const above = (steps: number) =>
    ((scale[(degree + steps) % 7] as number) - (scale[degree] as number) + 12) % 12;
  if (colour === 'seventh') return { root, intervals: [...triad, above(6)] };
  if (colour === 'ninth' && above(1) === 2) return { root, intervals: [...triad, 14] };
  return { root, intervals: triad };
}

export const pitchClasses = ({ root, intervals }: Chord): number[] => [
  ...new Set(intervals.map((step) => (root + step) % 12)),
];

const LOWEST = 50;
const HIGHEST = 74;
const CENTRE = 61;

/**
 * The chord's notes (MIDI) in the position that is nearest to the ones before: each voice moves as little as it can, and the
 * whole stays in the middle of the keyboard.
 */
export function voicing(chord: Chord, previous: readonly number[] | null): number[] {
  const classes = pitchClasses(chord);
  let best: { notes: number[]; cost: number } | null = null;
  for (let lowest = LOWEST; lowest <= LOWEST + 12; lowest++) {
    if (!classes.includes(lowest % 12)) continue;
    const close = classes.map((pitch) => lowest + ((pitch - lowest + 120) % 12)).sort((a, b) => a - b);
    // Close position, and the same with its second lowest note an octave up: more open, less muddy.
    for (const notes of [close, opened(close)]) {
      if ((notes.at(-1) as number) > HIGHEST) continue;
      const cost = movement(notes, previous) + 0.6 * Math.abs(mean(notes) - CENTRE) + 5 * seconds(notes);
      if (best === null || cost < best.cost) best = { notes, cost };
    }
  }
  return (best as { notes: number[] }).notes;
}

const opened = ([first, second, ...rest]: number[]): number[] =>
  [first as number, ...rest, (second as number) + 12].sort((a, b) => a - b);

/** How far the voices move; one that has no partner comes from the nearest. */
function movement(notes: number[], previous: readonly number[] | null): number {
  if (previous === null) return 0;
  return notes.reduce((sum, note) => sum + Math.min(...previous.map((other) => Math.abs(note - other))), 0);
}

/** Neighbours a semitone apart, which rub. */
const seconds = (notes: number[]) =>
  notes.filter((note, index) => index > 0 && note - (notes[index - 1] as number) < 2).length;
const mean = (notes: number[]) => notes.reduce((a, b) => a + b, 0) / notes.length;

/** The note of a pitch class that is nearest to a MIDI note. */
export function nearest(pitchClass: number, to: number): number {
  const up = to + ((((pitchClass - to) % 12) + 12) % 12);
  return up - to > 6 ? up - 12 : up;
}
