import {
  amplify,
  decibels,
  filter,
  highPass,
  highShelf,
  integratedLoudness,
  limit,
  lowShelf,
  reverberate,
} from '#libs/media/audio';
import { INSTRUMENTS, SAMPLE_RATE, type DrumName, type InstrumentName } from './instruments.js';
import type { Note, Score } from './score.js';

/** How much of each instrument goes into the room and into the echo. */
const SENDS: Record<InstrumentName | DrumName, readonly [room: number, echo: number]> = {
  pad: [0.9, 0],
  strings: [1, 0],
  piano: [0.9, 0.12],
  pluck: [0.7, 0.3],
  marimba: [0.6, 0.16],
  bell: [1.2, 0.35],
  staccato: [0.8, 0],
  bass: [0.05, 0],
  kick: [0.08, 0],
  clap: [0.5, 0],
  snap: [0.5, 0.1],
  hat: [0.2, 0],
  shaker: [0.2, 0],
  rim: [0.5, 0.1],
  tom: [0.8, 0],
  cymbal: [0.6, 0],
  swell: [0.6, 0],
};

const LOUDNESS_LUFS = -20;
const CEILING_DB = -3;
const ECHO_FEEDBACK = 0.34;
const ECHO_GAIN = 0.5;

/** Plays the score: stereo, of exactly its length, at -20 LUFS with peaks below -3 dBFS. */
export function mixDown(score: Score): [Float32Array, Float32Array] {
  const length = Math.round(score.durationSec * SAMPLE_RATE);
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  // First what goes into the echo, then what of it and of the notes goes into the room: minutes of sound are dear in memory.
  const sends = new Float32Array(length);
  const played = new Map<string, Float32Array>();
  const play = ({ instrument, pitch, durationSec }: Note): Float32Array => {
    const key = `${instrument}:${pitch}:${durationSec}`;
    const samples = played.get(key) ?? INSTRUMENTS[instrument](pitch, durationSec);
    played.set(key, samples);
    return samples;
  };
  for (const note of score.notes) {
    const samples = play(note);
    const angle = ((note.pan + 1) * Math.PI) / 4;
    place(samples, note, Math.cos(angle), left);
    place(samples, note, Math.sin(angle), right);
    place(samples, note, SENDS[note.instrument][1], sends);
  }
  pingPong(sends, Math.round(0.75 * score.beatSec * SAMPLE_RATE), left, right);
  for (const note of score.notes) place(play(note), note, SENDS[note.instrument][0], sends);
  const room = sends;
  amplify([room], score.reverb.amount);
  reverberate(room, [left, right], score.reverb);

  for (const channel of [left, right]) {
    filter(
      channel,
      highPass(SAMPLE_RATE, 40),
      lowShelf(SAMPLE_RATE, 130, -3),
      highShelf(SAMPLE_RATE, 1600, 5),
    );
  }
  fadeOut([left, right], score);
  const loudness = integratedLoudness([left, right]);
  if (loudness > -Infinity) amplify([left, right], decibels(LOUDNESS_LUFS - loudness));
  limit([left, right], SAMPLE_RATE, decibels(CEILING_DB));
  return [left, right];
}

function place(samples: Float32Array, note: Note, share: number, into: Float32Array): void {
  if (share === 0) return;
  const at = Math.max(0, Math.round(note.atSec * SAMPLE_RATE));
  const count = Math.min(samples.length, into.length - at);
  const gain = note.gain * share;
  for (let i = 0; i < count; i++) into[at + i] = (into[at + i] as number) + (samples[i] as number) * gain;
}

/**
 * Echoes on the dotted eighth, from ear to ear, each darker than the one before.
 * @param sends what is sent into the echo; then what the echo sends into the room
 */
function pingPong(sends: Float32Array, delay: number, left: Float32Array, right: Float32Array): void {
  const sides = [new Float32Array(delay), new Float32Array(delay)] as const;
  let [at, darkLeft, darkRight] = [0, 0, 0];
  for (let i = 0; i < sends.length; i++) {
    const heardLeft = sides[0][at] as number;
    const heardRight = sides[1][at] as number;
    darkLeft += 0.35 * (heardLeft - darkLeft);
    darkRight += 0.35 * (heardRight - darkRight);
    sides[0][at] = (sends[i] as number) + darkRight * ECHO_FEEDBACK;
    sides[1][at] = darkLeft;
    left[i] = (left[i] as number) + heardLeft * ECHO_GAIN;
    right[i] = (right[i] as number) + heardRight * ECHO_GAIN;
    sends[i] = (heardLeft + heardRight) * 0.2;
    at = at + 1 === delay ? 0 : at + 1;
  }
}

/** The last chord rings and fades to nothing at the very end; the first sample starts from nothing. */
function fadeOut(channels: readonly Float32Array[], { durationSec, endSec }: Score): void {
  const length = channels[0]?.length ?? 0;
  const fade = Math.max(1, Math.round((durationSec - endSec) * 0.75 * SAMPLE_RATE));
  const rise = Math.min(length, Math.round(0.01 * SAMPLE_RATE));
  for (const channel of channels) {
    for (let i = 0; i < rise; i++) channel[i] = (channel[i] as number) * (i / rise);
    for (let i = Math.max(0, length - fade); i < length; i++) {
      channel[i] = (channel[i] as number) * 0.5 * (1 + Math.cos((Math.PI * (i - length + fade + 1)) / fade));
    }
  }
}
