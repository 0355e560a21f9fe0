import {
  fadeEdges,
  filter,
  highPass,
  lowPass,
  noiseSource,
  peak,
  struckTone,
  type Partial,
} from '#libs/media/audio';

export const SAMPLE_RATE = 48_000;

export type InstrumentName = 'pad' | 'strings' | 'piano' | 'pluck' | 'marimba' | 'bell' | 'staccato' | 'bass';
export type DrumName = 'kick' | 'clap' | 'snap' | 'hat' | 'shaker' | 'rim' | 'tom' | 'cymbal' | 'swell';

/** Renders one note, mono, at a peak of about 1: a pure function, so a note that comes again need not be rendered again. */
export type Instrument = (pitch: number, durationSec: number) => Float32Array;

const frequency = (midi: number) => 440 * 2 ** ((midi - 69) / 12);
const samplesFor = (sec: number) => Math.max(1, Math.round(sec * SAMPLE_RATE));

function struck(
  midi: number,
  lengthSec: number,
  attackSec: number,
  partials: readonly Partial[],
): Float32Array {
  return edges(struckTone(SAMPLE_RATE, frequency(midi), lengthSec, partials), attackSec, 0.03);
}

/** Fades the beginning in and the end out, in place. */
const edges = (samples: Float32Array, attackSec: number, releaseSec: number): Float32Array =>
  fadeEdges(samples, attackSec * SAMPLE_RATE, releaseSec * SAMPLE_RATE);

/** A soft piano: stretched partials (inharmonicity after Fletcher), high ones fading fast, and a touch of felt. */
const piano: Instrument = (midi) => {
  const slow = 0.9 + (midi - 48) * 0.035;
  const partials = Array.from({ length: 9 }, (_, index): Partial => {
    const n = index + 1;
    return [n * Math.sqrt(1 + 0.0004 * n * n), 0.62 * Math.exp(-0.62 * index), slow * (1 + 0.5 * index)];
  });
  const out = struck(midi, 2.6, 0.004, partials);
  const noise = noiseSource(midi);
  const felt = filter(
    Float32Array.from({ length: samplesFor(0.03) }, (_, i) => noise() * Math.exp(-i / 300)),
    lowPass(SAMPLE_RATE, 900),
  );
  for (let i = 0; i < felt.length; i++) out[i] = (out[i] as number) + 0.12 * (felt[i] as number);
  return out;
};

const pluck: Instrument = (midi) =>
  struck(midi, 1.3, 0.002, [
    [1, 0.6, 3.4],
    [2.001, 0.26, 5],
    [3.003, 0.14, 8],
    [4.01, 0.08, 12],
    [5.02, 0.05, 17],
    [7.05, 0.025, 26],
  ]);

const marimba: Instrument = (midi) =>
  struck(midi, 0.9, 0.002, [
    [1, 0.72, 5.5],
    [3.93, 0.2, 16],
    [9.3, 0.06, 45],
  ]);

const bell: Instrument = (midi) =>
  struck(midi, 2.4, 0.003, [
    [1, 0.55, 2],
    [2, 0.22, 2.8],
    [3, 0.1, 4.5],
    [4.2, 0.07, 7],
    [6.1, 0.03, 11],
  ]);

const TABLE = 2048;
const tables = new Map<string, Float32Array>();

/** One period of a sum of harmonics that fall off as 1/n^slope, none above 7 kHz. */
function period(hz: number, slope: number): Float32Array {
  const count = Math.max(1, Math.min(24, Math.floor(7000 / hz)));
  const key = `${count}:${slope}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = new Float32Array(TABLE + 1);
    for (let n = 1; n <= count; n++) {
      // The highest ones fade out instead of stopping dead.
      const level = (n ** -slope * Math.cos((Math.PI / 2) * (n / (count + 1)))) / 1.6;
      for (let i = 0; i <= TABLE; i++)
        table[i] = (table[i] as number) + level * Math.sin((2 * Math.PI * n * i) / TABLE + n * n);
    }
    tables.set(key, table);
  }
  return table;
}

/** Adds a held tone with a slow vibrato, `cents` off. */
function held(
  out: Float32Array,
  hz: number,
  slope: number,
  cents: number,
  vibratoCents: number,
  start: number,
): void {
  const table = period(hz, slope);
  const step = (hz * 2 ** (cents / 1200) * TABLE) / SAMPLE_RATE;
  const depth = (step * vibratoCents * Math.LN2) / 1200;
  const vibrato = (2 * Math.PI * 4.7) / SAMPLE_RATE;
  // The vibrato's sine as a turning pointer: no call to Math.sin for each sample.
  const [turnCos, turnSin] = [Math.cos(vibrato), Math.sin(vibrato)];
  let [x, y, phase] = [1, 0, start * TABLE];
  for (let i = 0; i < out.length; i++) {
    const index = phase | 0;
    const a = table[index] as number;
    out[i] = (out[i] as number) + a + ((table[index + 1] as number) - a) * (phase - index);
    phase += step + depth * y;
    if (phase >= TABLE) phase -= TABLE;
    const turned = x * turnCos - y * turnSin;
    y = x * turnSin + y * turnCos;
    x = turned;
  }
}

const sustained =
  (slope: number, spread: number, vibratoCents: number, attackSec: number, releaseSec: number): Instrument =>
  (midi, durationSec) => {
    const out = new Float32Array(samplesFor(durationSec + releaseSec));
    const hz = frequency(midi);
    held(out, hz, slope, -spread, vibratoCents, (midi * 0.37) % 1);
    held(out, hz, slope, spread, vibratoCents, (midi * 0.61) % 1);
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) * 0.5;
    return edges(out, Math.min(attackSec, durationSec * 0.4), releaseSec);
  };

const pad = sustained(1.9, 4, 2, 0.3, 0.5);
const strings = sustained(1.35, 5, 6, 0.22, 0.45);

/** Short bows: a string note with a quick attack and an early end. */
const staccato: Instrument = (midi) => {
  const out = new Float32Array(samplesFor(0.22));
  held(out, frequency(midi), 1.25, -4, 0, 0.2);
  held(out, frequency(midi), 1.25, 4, 0, 0.7);
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) * 1.1 * Math.exp((-7 * i) / SAMPLE_RATE);
  return edges(out, 0.012, 0.07);
};

const bass: Instrument = (midi, durationSec) => {
  const out = new Float32Array(samplesFor(durationSec + 0.06));
  const step = (2 * Math.PI * frequency(midi)) / SAMPLE_RATE;
  for (let i = 0; i < out.length; i++) {
    const t = i / SAMPLE_RATE;
    const phase = step * i;
    const bite = Math.exp(-t * 9);
    const tone =
      Math.sin(phase) +
      (0.28 + 0.3 * bite) * Math.sin(2 * phase) +
      (0.06 + 0.16 * bite) * Math.sin(3 * phase);
    out[i] = Math.tanh(0.9 * tone) * (0.7 + 0.3 * bite) * 0.85;
  }
  return edges(out, 0.008, 0.06);
};

/** Noise that fades, from a seed of its own. */
function burst(seed: number, lengthSec: number, decay: number): Float32Array {
  const noise = noiseSource(seed);
  return Float32Array.from(
    { length: samplesFor(lengthSec) },
    (_, i) => noise() * Math.exp((-decay * i) / SAMPLE_RATE),
  );
}

/** A tone that falls from one pitch to another, as a skin does. */
function thump(fromHz: number, toHz: number, fall: number, decay: number, lengthSec: number): Float32Array {
  const out = new Float32Array(samplesFor(lengthSec));
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / SAMPLE_RATE;
    phase += (2 * Math.PI * (toHz + (fromHz - toHz) * Math.exp(-fall * t))) / SAMPLE_RATE;
    out[i] = Math.sin(phase) * Math.exp(-decay * t);
  }
  return edges(out, 0.001, 0.04);
}

function mixed(base: Float32Array, added: Float32Array, gain: number): Float32Array {
  for (let i = 0; i < Math.min(base.length, added.length); i++)
    base[i] = (base[i] as number) + gain * (added[i] as number);
  return base;
}

const kick: Instrument = (variant) =>
  mixed(
    thump(150, 48, 32, 8.5, 0.42),
    filter(burst(variant + 1, 0.02, 400), lowPass(SAMPLE_RATE, 3500)),
    0.15,
  );

const tom: Instrument = (variant) =>
  mixed(
    thump(110 + 12 * variant, 58 + 7 * variant, 14, 4.6, 0.9),
    filter(burst(variant + 11, 0.12, 40), lowPass(SAMPLE_RATE, 700)),
    0.5,
  );

/** Three claps almost at once, and the room. */
const clap: Instrument = (variant) => {
  const out = new Float32Array(samplesFor(0.22));
  [0, 0.011, 0.023].forEach((delay, index) => {
    const hit = burst(variant * 7 + index + 21, 0.18, index === 2 ? 28 : 130);
    const at = samplesFor(delay);
    for (let i = 0; i < hit.length && at + i < out.length; i++)
      out[at + i] = (out[at + i] as number) + (hit[i] as number) * 0.7;
  });
  return edges(
    filter(out, highPass(SAMPLE_RATE, 700), lowPass(SAMPLE_RATE, 6500), peak(SAMPLE_RATE, 1300, 5, 1.2)),
    0.001,
    0.04,
  );
};

const snap: Instrument = (variant) =>
  edges(
    filter(
      burst(variant + 41, 0.09, 62),
      highPass(SAMPLE_RATE, 1200),
      lowPass(SAMPLE_RATE, 7000),
      peak(SAMPLE_RATE, 2300, 8, 2),
    ),
    0.0005,
    0.02,
  );

const rim: Instrument = (variant) =>
  mixed(
    thump(820 + 25 * variant, 780, 40, 60, 0.08),
    filter(burst(variant + 51, 0.05, 120), highPass(SAMPLE_RATE, 2000)),
    0.25,
  );

const hat: Instrument = (variant) =>
  edges(
    filter(burst(variant + 61, 0.09, 55), highPass(SAMPLE_RATE, 7000), lowPass(SAMPLE_RATE, 13_000)),
    0.001,
    0.02,
  );

const shaker: Instrument = (variant) =>
  edges(
    filter(burst(variant + 71, 0.1, 32), highPass(SAMPLE_RATE, 5000), lowPass(SAMPLE_RATE, 11_000)),
    0.018,
    0.03,
  );

const cymbal: Instrument = (variant, durationSec) =>
  edges(
    filter(
      burst(variant + 81, Math.min(3, durationSec), 1.9),
      highPass(SAMPLE_RATE, 3500),
      lowPass(SAMPLE_RATE, 11_500),
    ),
    0.004,
    0.4,
  );

/** A cymbal backwards: grows until the moment, and stops. */
const swell: Instrument = (variant, durationSec) =>
  edges(
    filter(
      burst(variant + 91, durationSec, 4.2 / Math.max(0.2, durationSec)),
      highPass(SAMPLE_RATE, 1800),
      lowPass(SAMPLE_RATE, 9000),
    ).reverse(),
    0.02,
    0.012,
  );

export const INSTRUMENTS: Record<InstrumentName | DrumName, Instrument> = {
  pad,
  strings,
  piano,
  pluck,
  marimba,
  bell,
  staccato,
  bass,
  kick,
  clap,
  snap,
  hat,
  shaker,
  rim,
  tom,
  cymbal,
  swell,
};
