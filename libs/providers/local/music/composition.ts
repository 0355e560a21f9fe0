import { seededRandom, type Random } from '#libs/kernel';
import type { MusicRequest } from '../../ports/index.js';
import { drumPart } from './drum-part.js';
import { BEATS, energies, formOf } from './form.js';
import { chordOf, nearest, pitchClasses, SCALES, voicing, type Chord } from './harmony.js';
import { STYLES, type Style } from './moods.js';
import type { Plan } from './plan.js';
import type { Note, Score } from './score.js';

const LEVELS = { pad: 0.11, arpeggio: 0.34, lead: 0.24, bass: 0.36, accent: 0.17 };
const HUMAN_SEC = 0.006;

/** Writes the piece: chords, pads, bass, arpeggio, motif, drums, accents and an ending on the tonic. The same seed, the same piece. */
export function compose({
  mood,
  durationSec,
  accentsSec,
  seed,
}: Omit<MusicRequest, 'signal' | 'outputPath'>): Score {
  const style = STYLES[mood];
  const plan = planOf(style, durationSec, accentsSec, seededRandom(seed, `music:${mood}`));
  const { form } = plan;
  const notes = [
    ...pads(plan),
    ...bassLine(plan),
    ...arpeggio(plan),
    ...motif(plan),
    ...drumPart(plan),
    ...accentsSec
      .filter((at) => at > 0.3 && at < form.endSec - form.beatSec / 2)
      .flatMap((at) => accent(plan, at)),
    ...ending(plan, durationSec),
  ];
  return {
    durationSec,
    beatSec: form.beatSec,
    endSec: form.endSec,
    reverb: style.reverb,
    notes: notes.filter(({ atSec }) => atSec < durationSec).sort((a, b) => a.atSec - b.atSec),
  };
}

function planOf(style: Style, durationSec: number, accentsSec: number[], random: Random): Plan {
  const tonic = random.pick(style.tonics);
  const progression = random.pick(style.progressions);
  const form = formOf(durationSec, style.tempo, accentsSec);
  const home = style.mode === 'major' ? 'I' : 'i';
  const numerals = Array.from(
    { length: form.bars },
    (_, bar) => progression[bar % progression.length] as string,
  );
  if (form.bars > 1) {
    numerals[0] = form.bars < 4 ? home : (numerals[0] as string);
    numerals[form.bars - 1] = style.cadence;
    if (numerals[form.bars - 2] === style.cadence)
      numerals[form.bars - 2] = style.mode === 'major' ? 'ii' : 'VI';
  } else {
    numerals[0] = home;
  }
  const chords = numerals.map((numeral) => chordOf(numeral, tonic, style.mode, style.colour));
  chords.push(chordOf(home, tonic, style.mode, style.colour === 'ninth' ? 'ninth' : 'triad'));
  const voicings: number[][] = [];
  for (const chord of chords) voicings.push(voicing(chord, voicings.at(-1) ?? null));
  return { style, tonic, form, energy: energies(form.bars), chords, voicings, random };
}

/** The chord tones, each bar joined softly to the next; the top voices apart in the stereo picture. */
function pads({ style, form, energy, voicings }: Plan): Note[] {
  return energy.flatMap((level, bar) => {
    const notes = voicings[bar] as number[];
    return notes.map((pitch, index): Note => ({
      instrument: style.pad,
      pitch,
      atSec: bar * form.barSec,
      durationSec: form.barSec,
      gain: LEVELS.pad * (0.75 + 0.25 * level),
      pan: notes.length === 1 ? 0 : (index / (notes.length - 1)) * 1.1 - 0.55,
    }));
  });
}

/** Beat, length in beats, and whether it is the root or the fifth. */
type BassStep = readonly [beat: number, beats: number, step: 'root' | 'fifth'];
const BASS: Record<Style['bass'], readonly BassStep[]> = {
  held: [[0, 3.9, 'root']],
  pulse: [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5].map((beat): BassStep => [beat, 0.42, 'root']),
  bounce: [
    [0, 1.4, 'root'],
    [1.5, 0.45, 'root'],
    [2, 1.4, 'root'],
    [3.5, 0.45, 'fifth'],
  ],
  steps: [
    [0, 0.6, 'root'],
    [1, 0.5, 'fifth'],
    [2, 0.6, 'root'],
    [3, 0.5, 'fifth'],
  ],
};

function bassLine({ style, form, energy, chords }: Plan): Note[] {
  let last = 38;
  return energy.flatMap((level, bar) => {
    const chord = chords[bar] as Chord;
    const root = bassNote(chord.root, last);
    last = root;
    if (level < 0.4) return [];
    const steps =
      level < 0.6 && style.bass === 'pulse'
        ? ([
            [0, 1.9, 'root'],
            [2, 1.9, 'root'],
          ] as const)
        : BASS[style.bass];
    return steps.map(([beat, beats, step]): Note => ({
      instrument: 'bass',
      pitch: step === 'root' ? root : root + 7 > 47 ? root - 5 : root + 7,
      atSec: bar * form.barSec + beat * form.beatSec,
      durationSec: beats * form.beatSec,
      gain: LEVELS.bass * (beat === 0 ? 1 : 0.82),
      pan: 0,
    }));
  });
}

const bassNote = (root: number, near: number): number => {
  const note = nearest(root, near);
  return note < 33 ? note + 12 : note > 44 ? note - 12 : note;
};

/** Steps on the ladder of the chord's notes, eight of them to be gone through again and again. */
const ARPEGGIOS = [
  [0, 1, 2, 3, 4, 3, 2, 1],
  [0, 2, 1, 3, 2, 4, 3, 1],
  [0, 2, 3, 4, 3, 2, 3, 1],
  [4, 2, 3, 1, 2, 0, 2, 3],
];
const OSTINATOS = [
  [0, 0, 2, 0, 1, 0, 2, 0],
  [0, 2, 0, 3, 0, 2, 0, 1],
];

function arpeggio({ style, form, energy, voicings, random }: Plan): Note[] {
  const pattern = random.pick(style.arpeggioRate === 4 ? OSTINATOS : ARPEGGIOS);
  const lift = style.arpeggio === 'pluck' || style.arpeggio === 'marimba' ? 12 : 0;
  const perBar = BEATS * style.arpeggioRate;
  return energy.flatMap((level, bar) => {
    const chord = voicings[bar] as number[];
    const ladder = [...chord, ...chord.map((note) => note + 12)];
    return Array.from({ length: perBar }, (_, step) => step).flatMap((step): Note[] => {
      const beat = step / style.arpeggioRate;
      // At the beginning only every other note: the piece has somewhere to go.
      if (level < 0.45 && step % 2 === 1) return [];
      const swung = style.swing > 0 && step % 2 === 1 ? style.swing / style.arpeggioRate : 0;
      const strong = Number.isInteger(beat) ? 1 : 0.78;
      return [
        {
          instrument: style.arpeggio,
          pitch: (ladder[pattern[step % pattern.length] as number] as number) + lift,
          atSec: Math.max(0, bar * form.barSec + (beat + swung) * form.beatSec + human(random)),
          durationSec: form.beatSec,
          gain: LEVELS.arpeggio * strong * (0.6 + 0.4 * level) * (0.92 + 0.16 * random.next()),
          pan: step % 2 === 0 ? -0.28 : 0.28,
        },
      ];
    });
  });
}

/** Beats of the motif's two bars, and how high (in scale steps from its middle) it stands there. */
const RHYTHMS = [
  [0, 1.5, 2, 3, 4, 6],
  [0, 1, 1.5, 3, 4, 5.5],
  [0, 2, 3, 3.5, 4],
];
const CONTOURS = [
  [0, 2, 1, 3, 4, 2],
  [4, 3, 1, 2, 0, 1],
  [0, 1, 2, 4, 2, 0],
];

/** A short tune over two bars, then two bars of rest: on the beat a note of the chord, between them one of the scale. */
function motif({ style, tonic, form, energy, chords, random }: Plan): Note[] {
  const rhythm = random.pick(RHYTHMS);
  const contour = random.pick(CONTOURS);
  const scale = SCALES[style.mode].map((step) => (tonic + step) % 12);
  const notes: Note[] = [];
  const first = energy.findIndex((level) => level >= 0.65);
  for (let bar = Math.max(0, first); bar + 1 < form.bars; bar += 4) {
    if ((energy[bar] as number) < 0.65) continue;
    rhythm.forEach((beat, index) => {
      const chord = pitchClasses(chords[bar + Math.floor(beat / BEATS)] as Chord);
      const wanted = 72 + 2 * (contour[index] as number);
      notes.push({
        instrument: style.lead,
        pitch: nearestOf(Number.isInteger(beat) ? chord : scale, wanted),
        atSec: bar * form.barSec + beat * form.beatSec + Math.abs(human(random)),
        durationSec: 1.5 * form.beatSec,
        gain: LEVELS.lead * (0.85 + 0.15 * random.next()),
        pan: 0.12,
      });
    });
  }
  return notes;
}

function nearestOf(classes: readonly number[], wanted: number): number {
  const notes = classes.map((pitch) => nearest(pitch, wanted));
  return notes.reduce((best, note) => (Math.abs(note - wanted) < Math.abs(best - wanted) ? note : best));
}

/** A breath before the moment, and a bell and a soft stroke on it, to the sample. */
function accent({ style, form, chords, energy }: Plan, atSec: number): Note[] {
  const bar = Math.min(form.bars - 1, Math.floor(atSec / form.barSec));
  const chord = chords[bar] as Chord;
  const breath = Math.min(0.7, atSec);
  const strokes =
    style.drums === 'none'
      ? [note('cymbal', 1, atSec, 1.2, 0.03)]
      : [note('cymbal', 1, atSec, 2, 0.06 + 0.06 * (energy[bar] as number)), note('kick', 0, atSec, 1, 0.3)];
  const pitch = nearest((chord.root + (chord.intervals[2] ?? 7)) % 12, 79);
  return [
    note('swell', 0, atSec - breath, breath, 0.08),
    note('bell', pitch, atSec, 2, LEVELS.accent),
    ...strokes,
  ];
}

/** The tonic, rolled upwards and left to ring. */
function ending({ style, tonic, form, voicings, random }: Plan, durationSec: number): Note[] {
  const chord = voicings.at(-1) as number[];
  const ring = durationSec - form.endSec;
  const top = nearest(tonic, 76);
  const rolled = style.arpeggio === 'staccato' ? 'piano' : style.arpeggio;
  return [
    ...chord.map((pitch, index) =>
      note(style.pad, pitch, form.endSec, ring, LEVELS.pad, index % 2 === 0 ? -0.4 : 0.4),
    ),
    ...[...chord, top].map((pitch, index) =>
      note(
        rolled,
        pitch,
        form.endSec + 0.045 * index + Math.abs(human(random)),
        ring,
        LEVELS.arpeggio * (0.9 - 0.08 * index),
      ),
    ),
    note('bell', top + 12, form.endSec + 0.24, ring, LEVELS.accent * 0.7, 0.2),
    note('bass', bassNote(tonic, 36), form.endSec, ring * 0.8, LEVELS.bass),
    ...(style.drums === 'none'
      ? []
      : [note('kick', 0, form.endSec, 1, 0.5), note('cymbal', 0, form.endSec, 3, 0.16)]),
  ];
}

const note = (
  instrument: Note['instrument'],
  pitch: number,
  atSec: number,
  durationSec: number,
  gain: number,
  pan = 0,
): Note => ({
  instrument,
  pitch,
  atSec,
  durationSec,
  gain,
  pan,
});

const human = (random: Random) => (random.next() - 0.5) * 2 * HUMAN_SEC;
