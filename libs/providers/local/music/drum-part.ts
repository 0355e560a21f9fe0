import { BEATS } from './form.js';
import type { DrumName } from './instruments.js';
import type { Style } from './moods.js';
import type { Plan } from './plan.js';
import type { Note } from './score.js';

/** One drum's beats in a bar, played from a certain energy on. */
interface Stroke {
  drum: DrumName;
  from: number;
  gain: number;
  beats: readonly number[];
  pan?: number;
}

const EIGHTHS = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5];

const KITS: Record<Style['drums'], readonly Stroke[]> = {
  none: [],
  four: [
    { drum: 'shaker', from: 0.45, gain: 0.22, beats: EIGHTHS, pan: 0.3 },
    { drum: 'hat', from: 0.55, gain: 0.3, beats: [0.5, 1.5, 2.5, 3.5], pan: -0.2 },
    { drum: 'kick', from: 0.6, gain: 0.5, beats: [0, 1, 2, 3] },
    { drum: 'clap', from: 0.75, gain: 0.6, beats: [1, 3] },
  ],
  soft: [
    { drum: 'shaker', from: 0.5, gain: 0.2, beats: EIGHTHS, pan: 0.3 },
    { drum: 'kick', from: 0.62, gain: 0.42, beats: [0, 2.5] },
    { drum: 'rim', from: 0.78, gain: 0.34, beats: [1, 3], pan: -0.15 },
  ],
  snaps: [
    { drum: 'shaker', from: 0.5, gain: 0.2, beats: EIGHTHS, pan: 0.3 },
    { drum: 'kick', from: 0.55, gain: 0.4, beats: [0, 2] },
    { drum: 'snap', from: 0.45, gain: 0.42, beats: [1, 3], pan: 0.1 },
  ],
  toms: [
    { drum: 'tom', from: 0.4, gain: 0.46, beats: [0] },
    { drum: 'tom', from: 0.62, gain: 0.34, beats: [1.5, 2.5], pan: -0.25 },
    { drum: 'tom', from: 0.82, gain: 0.3, beats: [3, 3.5, 3.75], pan: 0.25 },
  ],
};

/** The drums by the energy of each bar, with a small fill and a rising breath into the last chord. */
export function drumPart({ style, form, energy, random }: Plan): Note[] {
  const strokes = energy.flatMap((level, bar) =>
    KITS[style.drums]
      .filter(({ from }) => level >= from)
      .flatMap(({ drum, gain, beats, pan = 0 }) =>
        beats.map((beat): Note => {
          const offBeat = !Number.isInteger(beat);
          const swung = offBeat && style.swing > 0 ? style.swing / 2 : 0;
          return {
            instrument: drum,
            pitch: random.integer(0, 2),
            atSec: bar * form.barSec + (beat + swung) * form.beatSec,
            durationSec: form.beatSec,
            gain: gain * (offBeat && drum === 'shaker' ? 0.65 : 1) * (0.9 + 0.2 * random.next()),
            pan,
          };
        }),
      ),
  );
  return [...strokes, ...intoTheEnd(style, form.endSec, form.beatSec, form.barSec)];
}

function intoTheEnd(style: Style, endSec: number, beatSec: number, barSec: number): Note[] {
  const breath = Math.min(barSec, 1.6);
  const swell: Note = {
    instrument: 'swell',
    pitch: 1,
    atSec: endSec - breath,
    durationSec: breath,
    gain: 0.11,
    pan: 0,
  };
  if (style.drums === 'none' || style.drums === 'snaps') return [swell];
  const drum = style.drums === 'toms' ? 'tom' : 'rim';
  const fill = [0, 1, 2, 3].map((step): Note => ({
    instrument: drum,
    pitch: step % 3,
    atSec: endSec - beatSec * (1 - step / BEATS),
    durationSec: beatSec,
    gain: (drum === 'tom' ? 0.26 : 0.25) * (0.6 + 0.13 * step),
    pan: (step - 1.5) * 0.2,
  }));
  return [swell, ...fill];
}
