import {
  amplify,
  busesOf,
  FilterChain,
  highPass,
  highShelf,
  lowShelf,
  Reverb,
  silenced,
  type Stereo,
} from '#libs/media/audio';
import { INSTRUMENTS, SAMPLE_RATE, type DrumName, type InstrumentName } from './instruments.js';
import { PingPong } from './ping-pong.js';
import { RenderedNotes } from './rendered-notes.js';
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

/** Samples that are mixed at a time. */
const BLOCK = 4 * SAMPLE_RATE;

export const framesOf = ({ durationSec }: Score): number => Math.round(durationSec * SAMPLE_RATE);

interface SoundingNote {
  note: Note;
  samples: Float32Array;
  /** Its first sample, in the piece. */
  at: number;
}

/** Where the notes of a block go: to the ears, into the echo and into the room. */
const BUSES = ['left', 'right', 'echo', 'room'] as const;
type Buses = Record<(typeof BUSES)[number], Float32Array>;

/** Plays the score, block by block, so that a long piece takes no more memory than a short one. The arrays are used again. */
export function* play(score: Score): Generator<Stereo> {
  const frames = framesOf(score);
  const whole = busesOf(BUSES, BLOCK);
  const notes = new RenderedNotes(INSTRUMENTS);
  const effects = new Effects(score);
  let sounding: SoundingNote[] = [];
  let next = 0;
  for (let from = 0; from < frames; from += BLOCK) {
    const until = Math.min(from + BLOCK, frames);
    for (; next < score.notes.length; next++) {
      const note = score.notes[next] as Note;
      const at = Math.max(0, Math.round(note.atSec * SAMPLE_RATE));
      if (at >= until) break;
      sounding.push({ note, at, samples: notes.get(note) });
    }
    const buses = silenced(whole, until - from);
    for (const one of sounding) mixIn(one, from, buses);
    sounding = sounding.filter(({ at, samples }) => at + samples.length > until);
    effects.run(buses);
    const block: Stereo = [buses.left, buses.right];
    fadeEnds(block, from, score);
    yield block;
  }
}

/** What all notes go through together. */
class Effects {
  private readonly pingPong: PingPong;
  private readonly reverb: Reverb;
  private readonly tones: readonly FilterChain[];

  constructor(private readonly score: Score) {
    this.pingPong = new PingPong(Math.round(0.75 * score.beatSec * SAMPLE_RATE));
    this.reverb = new Reverb(score.reverb);
    const tone = [highPass(SAMPLE_RATE, 40), lowShelf(SAMPLE_RATE, 130, -3), highShelf(SAMPLE_RATE, 1600, 5)];
    this.tones = [new FilterChain(...tone), new FilterChain(...tone)];
  }

  run({ left, right, echo, room }: Buses): void {
    const ears: Stereo = [left, right];
    this.pingPong.add(echo, ears, room);
    amplify([room], this.score.reverb.amount);
    this.reverb.add(room, ears);
    ears.forEach((channel, ear) => this.tones[ear]?.run(channel));
  }
}

function mixIn({ note, samples, at }: SoundingNote, from: number, { left, right, echo, room }: Buses): void {
  const angle = ((note.pan + 1) * Math.PI) / 4;
  const [sendRoom, sendEcho] = SENDS[note.instrument];
  const [toLeft, toRight] = [note.gain * Math.cos(angle), note.gain * Math.sin(angle)];
  const [toEcho, toRoom] = [note.gain * sendEcho, note.gain * sendRoom];
  const end = Math.min(samples.length, from + left.length - at);
  for (let i = Math.max(0, from - at); i < end; i++) {
    const sample = samples[i] as number;
    const place = at + i - from;
    left[place] = (left[place] as number) + sample * toLeft;
    right[place] = (right[place] as number) + sample * toRight;
    echo[place] = (echo[place] as number) + sample * toEcho;
    room[place] = (room[place] as number) + sample * toRoom;
  }
}

/** The last chord rings and fades to nothing at the very end; the first sample starts from nothing. */
function fadeEnds(block: Stereo, from: number, score: Score): void {
  const frames = framesOf(score);
  const fade = Math.max(1, Math.round((score.durationSec - score.endSec) * 0.75 * SAMPLE_RATE));
  const rise = Math.min(frames, Math.round(0.01 * SAMPLE_RATE));
  for (const channel of block) {
    for (let i = from; i < Math.min(rise, from + channel.length); i++)
      channel[i - from] = (channel[i - from] as number) * (i / rise);
    for (let i = Math.max(from, frames - fade); i < from + channel.length; i++) {
      const level = 0.5 * (1 + Math.cos((Math.PI * (i - frames + fade + 1)) / fade));
      channel[i - from] = (channel[i - from] as number) * level;
    }
  }
}
