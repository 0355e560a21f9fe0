import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { decodeWav } from '../wav.js';
import {
  filter,
  FilterChain,
  highPass,
  integratedLoudness,
  limit,
  lowPass,
  noiseSource,
  peakOf,
  resample,
  Reverb,
  writeTrack,
  type Stereo,
} from './index.js';

const RATE = 48_000;
const tone = (hz: number, rate: number, seconds: number, gain = 1) =>
  Float32Array.from({ length: rate * seconds }, (_, i) => gain * Math.sin((2 * Math.PI * hz * i) / rate));
const rms = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);

/** Amplitude of one frequency. */
function levelAt(hz: number, samples: Float32Array): number {
  let [re, im] = [0, 0];
  samples.forEach((x, i) => {
    re += x * Math.cos((2 * Math.PI * hz * i) / RATE);
    im += x * Math.sin((2 * Math.PI * hz * i) / RATE);
  });
  return (2 * Math.hypot(re, im)) / samples.length;
}

describe('resample', () => {
  it.each([
    [16_000, 48_000],
    [24_000, 48_000],
    [44_100, 48_000],
    [48_000, 16_000],
  ])('gives the same tone at another rate (%i to %i)', (from, to) => {
    const heard = resample(tone(1000, from, 1), from, to);
    const wanted = tone(1000, to, 1);
    expect(heard.length).toBe(wanted.length);
    const middle = heard.map((x, i) => x - (wanted[i] as number)).subarray(to / 4, (to * 3) / 4);
    expect(peakOf([middle])).toBeLessThan(2e-3);
  });

  it('lets no image of the old rate through', () => {
    const heard = resample(tone(5000, 16_000, 1), 16_000, RATE).subarray(RATE / 4, (RATE * 3) / 4);
    expect(levelAt(11_000, heard)).toBeLessThan(1e-4);
    expect(levelAt(5000, heard)).toBeCloseTo(1, 2);
  });
});

describe('limit', () => {
  it('keeps any signal within the ceiling, and leaves the quiet parts alone', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        fc.array(fc.tuple(fc.nat(5000), fc.double({ min: -8, max: 8, noNaN: true })), {
          minLength: 1,
          maxLength: 12,
        }),
        (seed, ceiling, clicks) => {
          const next = noiseSource(seed);
          const samples = Float32Array.from({ length: 16_000 }, () => next() * ceiling * 0.9);
          for (const [at, value] of clicks) samples[at] = value;
          const before = samples.slice(15_900);
          limit([samples], RATE, ceiling);
          expect(peakOf([samples])).toBeLessThanOrEqual(Math.fround(ceiling) + 1e-7);
          expect(samples.slice(15_900).every((x, i) => Math.abs(x - (before[i] as number)) < 0.1)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('lowers a loud tone without bending it', () => {
    const samples = tone(440, RATE, 1, 2);
    limit([samples], RATE, 0.5);
    const bent = filter(samples.slice(RATE / 2), highPass(RATE, 1500), highPass(RATE, 1500));
    expect(rms(bent.subarray(4800)) / rms(samples.subarray(RATE / 2))).toBeLessThan(0.01);
  });
});

describe('integratedLoudness', () => {
  it('is -3.01 LUFS for a full-scale 997 Hz tone on one channel (BS.1770)', () => {
    expect(integratedLoudness([tone(997, RATE, 3)])).toBeCloseTo(-3.01, 1);
  });

  it('does not count silence', () => {
    const padded = new Float32Array(RATE * 9);
    padded.set(tone(997, RATE, 3, 0.1));
    expect(integratedLoudness([padded])).toBeCloseTo(-23.01, 0);
    expect(integratedLoudness([new Float32Array(RATE)])).toBe(-Infinity);
  });
});

describe('Reverb', () => {
  it('rings for the time it was given and differs between the ears', () => {
    const input = new Float32Array(RATE * 3);
    input[0] = 1;
    const [left, right] = [new Float32Array(RATE * 3), new Float32Array(RATE * 3)];
    new Reverb({ decaySec: 1.5, damping: 0, size: 1 }).add(input, [left, right]);
    const fall =
      20 *
      Math.log10(rms(left.subarray(RATE * 1.5, RATE * 1.6)) / rms(left.subarray(RATE * 0.1, RATE * 0.2)));
    expect(fall).toBeGreaterThan(-64);
    expect(fall).toBeLessThan(-48);
    expect(left).not.toEqual(right);
  });
});

describe('filters', () => {
  it('take away what is beyond their corner', () => {
    expect(rms(filter(tone(8000, RATE, 1), lowPass(RATE, 800)))).toBeLessThan(0.02);
    expect(rms(filter(tone(100, RATE, 1), lowPass(RATE, 800)))).toBeGreaterThan(0.69);
  });
});

describe('a track that is made block by block', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'track-'));
  });
  afterAll(() => rm(dir, { recursive: true }));

  /** Loud strokes over a soft tone. */
  const left = Float32Array.from(
    { length: 2 * RATE },
    (_, i) => 0.2 * Math.sin(i / 20) + (i % 19_000 < 40 ? 0.8 * Math.sin(i / 9) : 0),
  );
  const right = left.map((x) => x / 2);

  async function written(cuts: number[]): Promise<Buffer> {
    const path = join(dir, 'track.wav');
    const edges = [0, ...cuts, left.length];
    const blocks = edges
      .slice(1)
      .map((to, index): Stereo => [left.slice(edges[index], to), right.slice(edges[index], to)]);
    writeTrack(path, left.length, blocks, { lufs: -16, ceilingDb: -3 });
    expect(await readdir(dir)).toEqual(['track.wav']);
    return readFile(path);
  }

  it('has its loudness and ceiling, and is the same however it was cut', async () => {
    const whole = await written([]);
    const { sampleRate, channels } = decodeWav(whole);
    expect([sampleRate, channels.length, channels[0]?.length]).toEqual([RATE, 2, left.length]);
    expect(peakOf(channels)).toBeLessThanOrEqual(10 ** (-3 / 20));
    expect(peakOf(channels)).toBeGreaterThan(0.65);
    expect(Math.abs(integratedLoudness(channels) + 16)).toBeLessThan(1);
    for (const cuts of [[32], [4_801, 4_802, 50_000], [RATE]])
      expect((await written(cuts)).equals(whole)).toBe(true);
  });

  it('sounds on in a room and through filters as if there were no blocks', () => {
    const options = { decaySec: 0.8, damping: 0.3, size: 0.9 };
    const heard = (cuts: number[]) => {
      const [input, ears] = [left.slice(), [new Float32Array(2 * RATE), new Float32Array(2 * RATE)] as const];
      const [reverb, chain] = [new Reverb(options), new FilterChain(lowPass(RATE, 900), highPass(RATE, 100))];
      const edges = [0, ...cuts, input.length];
      edges.slice(1).forEach((to, index) => {
        const part = (samples: Float32Array) => samples.subarray(edges[index], to);
        reverb.add(chain.run(part(input)), [part(ears[0]), part(ears[1])]);
      });
      return ears;
    };
    expect(heard([100, 30_000, 30_001])).toEqual(heard([]));
  });
});
