import {
  busesOf,
  fadeEdges,
  struckTone,
  filter,
  highPass,
  lowPass,
  noiseSource,
  peakOf,
  Reverb,
  silenced,
  type Stereo,
  type TrackLevel,
} from '#libs/media/audio';
import type { SoundCue, SoundKind } from '../../ports/index.js';

export const SAMPLE_RATE = 48_000;
/** Effects keep the loudness that they were made with. */
export const EFFECTS_LEVEL: TrackLevel = { ceilingDb: -3 };
/** Samples that are worked on at a time. */
const BLOCK = SAMPLE_RATE;
/** No sound begins so long before its cue. */
const LONGEST_LEAD = 2 * SAMPLE_RATE;
/** A sound's place between the ears, and a filter's pitch, change once in so many samples. */
const CONTROL_STEP = 32;
const ROOM = { decaySec: 0.9, damping: 0.5, size: 0.7 };
/** Samples after which nothing is left of the room. */
const TAIL = 1.4 * SAMPLE_RATE;

/** One sound, mono, with a peak of 1. */
interface Sound {
  samples: Float32Array;
  /** Which of its samples is to be heard at the cue: a whoosh and a riser lead up to it, the others begin with it. */
  anchor: number;
  /** Where it travels from and to, -1 (left) to 1 (right). */
  pan: readonly [from: number, to: number];
  /** How much of it goes into the room. */
  room: number;
}

export interface Performance {
  cues: SoundCue[];
  durationSec: number;
  seed: number;
}

interface Heard extends Sound {
  gain: number;
  /** Its first sample, in the track; before its beginning for one that leads up to an early cue. */
  at: number;
}

export const framesOf = ({ durationSec }: Performance): number => Math.round(durationSec * SAMPLE_RATE);

/** Where the sounds of a block go: to the ears, and into the room. */
const BUSES = ['left', 'right', 'send'] as const;
type Buses = Record<(typeof BUSES)[number], Float32Array>;

/** Performs the cues, block by block. Two cues of a kind differ a little, as steps do. The arrays are used again. */
export function* perform(performance: Performance): Generator<Stereo> {
  const frames = framesOf(performance);
  const whole = busesOf(BUSES, BLOCK);
  const room = new Room();
  const coming = performance.cues
    .map((cue, index) => ({ ...cue, seed: performance.seed * 31 + index }))
    .sort((a, b) => a.atSec - b.atSec);
  let heard: Heard[] = [];
  for (let from = 0; from < frames; from += BLOCK) {
    const until = Math.min(from + BLOCK, frames);
    while (coming[0] !== undefined && coming[0].atSec * SAMPLE_RATE < until + LONGEST_LEAD)
      heard.push(begin(coming.shift() as (typeof coming)[number]));
    const buses = silenced(whole, until - from);
    for (const sound of heard) place(sound, from, buses);
    heard = heard.filter(({ at, samples }) => at + samples.length > until);
    const ears: Stereo = [buses.left, buses.right];
    room.add(buses.send, ears);
    yield ears;
  }
}

function begin({ kind, atSec, gain, seed }: SoundCue & { seed: number }): Heard {
  const sound = SOUNDS[kind](noiseSource(seed));
  return {
    ...sound,
    gain: gain / peakOf([sound.samples]),
    at: Math.round(atSec * SAMPLE_RATE) - sound.anchor,
  };
}

/** The room that sounds are in. It is worked out only while something is heard of it. */
class Room {
  private reverb: Reverb | undefined;
  private silentFor = 0;

  add(send: Float32Array, to: Stereo): void {
    this.silentFor = send.some((sample) => sample !== 0) ? 0 : this.silentFor + send.length;
    if (this.silentFor > TAIL) this.reverb = undefined;
    else if (this.silentFor === 0) this.reverb ??= new Reverb(ROOM);
    this.reverb?.add(send, to);
  }
}

function place({ samples, pan, room, gain, at }: Heard, from: number, { left, right, send }: Buses): void {
  const first = Math.max(0, from - at);
  const end = Math.min(samples.length, from + left.length - at);
  let toLeft = 0;
  let toRight = 0;
  for (let i = first; i < end; i++) {
    if (i % CONTROL_STEP === 0 || i === first) {
      const angle =
        ((pan[0] + ((pan[1] - pan[0]) * (i - (i % CONTROL_STEP))) / samples.length + 1) * Math.PI) / 4;
      toLeft = Math.cos(angle);
      toRight = Math.sin(angle);
    }
    const sample = (samples[i] as number) * gain;
    const place = at + i - from;
    left[place] = (left[place] as number) + sample * toLeft;
    right[place] = (right[place] as number) + sample * toRight;
    send[place] = (send[place] as number) + sample * room;
  }
}

const samplesFor = (sec: number) => Math.round(sec * SAMPLE_RATE);
/** A number between `low` and `high`. */
const between = (noise: () => number, low: number, high: number) => low + ((noise() + 1) / 2) * (high - low);

/** Air passing: noise through a band that rises and falls, loudest at two thirds. */
function whoosh(noise: () => number): Sound {
  const samples = new Float32Array(samplesFor(between(noise, 0.52, 0.62)));
  const anchor = Math.round(samples.length * 0.62);
  const top = between(noise, 1500, 2100);
  sweepNoise(samples, noise, (at) => 260 + (top - 260) * arch(at, 0.62), 0.6);
  shape(filter(samples, lowPass(SAMPLE_RATE, 4800)), (at) => arch(at, 0.62) ** 1.6);
  const fromLeft = noise() < 0;
  return { samples, anchor, pan: fromLeft ? [-0.6, 0.6] : [0.6, -0.6], room: 0 };
}

/** Noise through a resonant band-pass (a state-variable filter, after Chamberlin) whose centre moves. */
function sweepNoise(
  samples: Float32Array,
  noise: () => number,
  centre: (at: number) => number,
  damping: number,
): void {
  let [low, band, f] = [0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    if (i % CONTROL_STEP === 0) f = 2 * Math.sin((Math.PI * centre(i / samples.length)) / SAMPLE_RATE);
    low += f * band;
    band += f * (noise() - low - damping * band);
    samples[i] = band;
  }
}

/** 0 at both ends and 1 at `peak`, smooth. */
const arch = (at: number, peak: number) => {
  const x = at < peak ? at / peak : (1 - at) / (1 - peak);
  return x * x * (3 - 2 * x);
};

function shape(samples: Float32Array, envelope: (at: number) => number): Float32Array {
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) * envelope(i / samples.length);
  return samples;
}

/** A sine whose pitch moves, fading. */
function chirp(lengthSec: number, hz: (sec: number) => number, level: (sec: number) => number): Float32Array {
  const out = new Float32Array(samplesFor(lengthSec));
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    const sec = i / SAMPLE_RATE;
    phase += (2 * Math.PI * hz(sec)) / SAMPLE_RATE;
    out[i] = Math.sin(phase) * level(sec);
  }
  for (let i = 0; i < 240; i++) out[out.length - 1 - i] = (out[out.length - 1 - i] as number) * (i / 240);
  return out;
}

const rise = (sec: number, attackSec: number) => Math.min(1, sec / attackSec);

/** A drop of water: a short tone that jumps up. */
function pop(noise: () => number): Sound {
  const base = between(noise, 380, 460);
  const samples = chirp(
    0.11,
    (sec) => base * (1 + 1.1 * Math.min(1, sec / 0.045)),
    (sec) => rise(sec, 0.003) * Math.exp(-38 * sec),
  );
  return { samples, anchor: 0, pan: [0, 0], room: 0.18 };
}

const GLASS = [
  [1, 0.6, 2.6],
  [2.76, 0.18, 5],
  [5.4, 0.07, 11],
] as const;

/** Two glass bells, a fifth apart. */
function chime(noise: () => number): Sound {
  const base = 1046.5 * 2 ** (between(noise, -0.3, 0.3) / 12);
  const samples = new Float32Array(samplesFor(2));
  for (const [delaySec, hz] of [
    [0, base],
    [0.11, base * 1.5],
  ] as const) {
    const at = samplesFor(delaySec);
    const tone = fadeEdges(
      struckTone(SAMPLE_RATE, hz, 2 - delaySec, GLASS),
      0.004 * SAMPLE_RATE,
      0.05 * SAMPLE_RATE,
    );
    for (let i = 0; i < tone.length; i++) samples[at + i] = (samples[at + i] as number) + (tone[i] as number);
  }
  return { samples, anchor: 0, pan: [-0.1, 0.15], room: 0.3 };
}

/** A soft blow: a falling sub-bass under a short thud of noise. */
function impact(noise: () => number): Sound {
  const samples = chirp(
    1.1,
    (sec) => 42 + 78 * Math.exp(-22 * sec),
    (sec) => rise(sec, 0.002) * Math.exp(-4.2 * sec),
  );
  const thud = filter(
    shape(new Float32Array(samplesFor(0.25)).map(noise), (at) => Math.exp(-9 * at)),
    lowPass(SAMPLE_RATE, 520),
  );
  for (let i = 0; i < thud.length; i++) samples[i] = (samples[i] as number) + 0.8 * (thud[i] as number);
  return { samples, anchor: 0, pan: [0, 0], room: 0.25 };
}

/** Noise and a tone that climb towards the cue and stop there. */
function riser(noise: () => number): Sound {
  const samples = new Float32Array(samplesFor(1.4));
  sweepNoise(samples, noise, (at) => 300 * 12 ** at, 0.7);
  const tone = chirp(
    1.4,
    (sec) => 110 * 2 ** (1.5 * (sec / 1.4)),
    () => 0.25,
  );
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) + (tone[i] as number);
  shape(samples, (at) => at ** 2.2 * Math.min(1, (1 - at) * 40));
  return { samples, anchor: samples.length, pan: [-0.2, 0.2], room: 0.2 };
}

/** A small dry tick. */
function click(noise: () => number): Sound {
  const samples = filter(
    shape(new Float32Array(samplesFor(0.03)).map(noise), (at) => Math.min(1, at * 60) * Math.exp(-14 * at)),
    highPass(SAMPLE_RATE, 1400),
    lowPass(SAMPLE_RATE, 6500),
  );
  return { samples, anchor: 0, pan: [0, 0], room: 0.1 };
}

const SOUNDS: Record<SoundKind, (noise: () => number) => Sound> = {
  whoosh,
  pop,
  chime,
  impact,
  riser,
  click,
};
