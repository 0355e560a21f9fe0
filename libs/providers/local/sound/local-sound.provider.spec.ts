import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { decodeWav } from '#libs/media';
import { peakOf } from '#libs/media/audio';
import { SOUND_KINDS, type SoundCue } from '../../ports/index.js';
import { perform as blocksOf, SAMPLE_RATE, type Performance } from './foley.js';
import { LocalSoundProvider } from './local-sound.provider.js';

const energy = (samples: Float32Array, fromSec: number, toSec: number) =>
  samples
    .subarray(Math.max(0, Math.round(fromSec * SAMPLE_RATE)), Math.round(toSec * SAMPLE_RATE))
    .reduce((sum, x) => sum + x * x, 0);

/** All of a performance. */
function perform(performance: Performance): [Float32Array, Float32Array] {
  const blocks = [...copies(blocksOf(performance))];
  return [0, 1].map((ear) =>
    Float32Array.from(blocks.flatMap((block) => [...(block[ear] as Float32Array)])),
  ) as [Float32Array, Float32Array];
}

function* copies(blocks: Iterable<readonly Float32Array[]>) {
  for (const block of blocks) yield block.map((channel) => channel.slice());
}

describe('perform', () => {
  it('gives a track of the length asked for, whatever the cues', () => {
    const cue: fc.Arbitrary<SoundCue> = fc.record({
      kind: fc.constantFrom(...SOUND_KINDS),
      atSec: fc.double({ min: 0, max: 6, noNaN: true }),
      gain: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(cue, { maxLength: 8 }),
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        fc.nat(),
        (cues, durationSec, seed) => {
          const channels = perform({ cues, durationSec, seed });
          expect(channels.map(({ length }) => length)).toEqual(
            Array(2).fill(Math.round(durationSec * SAMPLE_RATE)),
          );
          expect(Number.isFinite(channels[0].reduce((a, b) => a + b, 0))).toBe(true);
        },
      ),
      { numRuns: 12 },
    );
  });

  it.each(['pop', 'chime', 'impact', 'click'] as const)('begins a %s at its cue', (kind) => {
    const [left] = perform({ cues: [{ kind, atSec: 1, gain: 0.5 }], durationSec: 3, seed: 1 });
    expect(energy(left, 0, 0.999)).toBe(0);
    expect(energy(left, 1, 1.05)).toBeGreaterThan(0.2);
  });

  it('lets a whoosh be loudest at its cue, and a riser end there', () => {
    const [whoosh] = perform({ cues: [{ kind: 'whoosh', atSec: 1.5, gain: 0.5 }], durationSec: 3, seed: 1 });
    expect(energy(whoosh, 1.4, 1.6)).toBeGreaterThan(energy(whoosh, 1.1, 1.3));
    expect(energy(whoosh, 1.4, 1.6)).toBeGreaterThan(energy(whoosh, 1.75, 1.95));
    const [riser] = perform({ cues: [{ kind: 'riser', atSec: 2, gain: 0.5 }], durationSec: 4, seed: 1 });
    expect(energy(riser, 1.7, 2)).toBeGreaterThan(20 * energy(riser, 2.2, 2.5));
  });

  it('is twice as loud at twice the gain', () => {
    const peak = (gain: number) =>
      peakOf(perform({ cues: [{ kind: 'pop', atSec: 0.5, gain }], durationSec: 2, seed: 1 }));
    expect(peak(0.4) / peak(0.2)).toBeCloseTo(2, 3);
  });
});

describe('LocalSoundProvider', () => {
  const provider = new LocalSoundProvider();
  const { signal } = new AbortController();
  let outputPath: string;
  beforeAll(async () => {
    outputPath = join(await mkdtemp(join(tmpdir(), 'sound-')), 'effects.wav');
  });
  afterAll(() => rm(dirname(outputPath), { recursive: true }));

  it('performs in a thread, the same for the same seed, and never clips', async () => {
    const chimes = Array.from({ length: 6 }, () => ({ kind: 'chime' as const, atSec: 1, gain: 0.9 }));
    const request = { cues: chimes, durationSec: 2.5, seed: 5 };
    const { usage } = await provider.perform({ ...request, outputPath, signal });
    const file = await readFile(outputPath);
    const { sampleRate, channels } = decodeWav(file);
    expect([sampleRate, channels[0]?.length]).toEqual([SAMPLE_RATE, 2.5 * SAMPLE_RATE]);
    expect(peakOf(perform(request))).toBeGreaterThan(1);
    expect(peakOf(channels)).toBeLessThanOrEqual(0.71);
    expect(peakOf(channels)).toBeGreaterThan(0.6);
    await provider.perform({ ...request, outputPath, signal });
    expect((await readFile(outputPath)).equals(file)).toBe(true);
    expect(usage).toEqual([{ provider: 'local-foley', model: 'synthesis', unit: 'seconds', quantity: 3 }]);
  });

  it('does not begin once it is aborted', async () => {
    const aborted = AbortSignal.abort(new Error('no more'));
    await expect(
      provider.perform({ cues: [], durationSec: 1, seed: 1, outputPath, signal: aborted }),
    ).rejects.toThrow('no more');
  });
});
