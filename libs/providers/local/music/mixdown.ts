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
  const room = new Float32Array(length);
  const echo = new Float32Array(length);
  const played = new Map<string, Float32Array>();
  for (const note of score.notes) {
    const key = `${note.instrument}:${note.pitch}:${note.durationSec}`;
    let samples = played.get(key);
    if (samples === undefined) {
      samples = INSTRUMENTS[note.instrument](note.pitch, note.durationSec);
      played.set(key, samples);
    }
    place(samples, note, left, right, room, echo);
  }
  pingPong(echo, Math.round(0.75 * score.beatSec * SAMPLE_RATE), left, right, room);
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

function place(
  samples: Float32Array,
  note: Note,
  left: Float32Array,
  right: Float32Array,
  room: Float32Array,
  echo: Float32Array,
): void {
  const at = Math.max(0, Math.round(note.atSec * SAMPLE_RATE));
  const count = Math.min(samples.length, left.length - at);
  const angle = ((note.pan + 1) * Math.PI) / 4;
  const [toLeft, toRight] = [note.gain * Math.cos(angle), note.gain * Math.sin(angle)];
  const [roomSend, echoSend] = SENDS[note.instrument];
  const [toRoom, toEcho] = [note.gain * roomSend, note.gain * echoSend];
  for (let i = 0; i < count; i++) {
    const sample = samples[i] as number;
    left[at + i] = (left[at + i] as number) + sample * toLeft;
    right[at + i] = (right[at + i] as number) + sample * toRight;
    room[at + i] = (room[at + i] as number) + sample * toRoom;
  }
  if (toEcho === 0) return;
  for (let i = 0; i < count; i++) echo[at + i] = (echo[at + i] as number) + (samples[i] as number) * toEcho;
}

/** Echoes on the dotted eighth, from ear to ear, each darker than the one before. */
function pingPong(
  echo: Float32Array,
  delay: number,
  left: Float32Array,
  right: Float32Array,
  room: Float32Array,
): void {
  const sides = [new Float32Array(delay), new Float32Array(delay)] as const;
  let [at, darkLeft, darkRight] = [0, 0, 0];
  for (let i = 0; i < echo.length; i++) {
    const heardLeft = sides[0][at] as number;
    const heardRight = sides[1][at] as number;
    darkLeft += 0.35 * (heardLeft - darkLeft);
    darkRight += 0.35 * (heardRight - darkRight);
    sides[0][at] = (echo[i] as number) + darkRight * ECHO_FEEDBACK;
    sides[1][at] = darkLeft;
    left[i] = (left[i] as number) + heardLeft * ECHO_GAIN;
    right[i] = (right[i] as number) + heardRight * ECHO_GAIN;
    room[i] = (room[i] as number) + (heardLeft + heardRight) * 0.2;
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
