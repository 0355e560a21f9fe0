import fc from 'fast-check';
import { peakOf } from '#libs/media/audio';
import { SOUND_KINDS, type SoundCue } from '../../ports/index.js';
import { perform, SAMPLE_RATE } from './foley.js';
import { LocalSoundProvider } from './local-sound.provider.js';

const energy = (samples: Float32Array, fromSec: number, toSec: number) =>
  samples
    .subarray(Math.max(0, Math.round(fromSec * SAMPLE_RATE)), Math.round(toSec * SAMPLE_RATE))
    .reduce((sum, x) => sum + x * x, 0);

describe('perform', () => {
  it('gives a track of the length asked for, never clipping, whatever the cues', () => {
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
          expect(peakOf(channels)).toBeLessThanOrEqual(0.71);
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
  it('performs in a thread, the same for the same seed', async () => {
    const provider = new LocalSoundProvider();
    const request = {
      cues: [{ kind: 'whoosh' as const, atSec: 1, gain: 0.5 }],
      durationSec: 2.5,
      seed: 5,
      signal: new AbortController().signal,
    };
    const { audio, usage } = await provider.perform(request);
    const [left, right] = audio.channels as [Float32Array, Float32Array];
    const [expectedLeft, expectedRight] = perform(request);
    expect(Buffer.from(left.buffer).equals(Buffer.from(expectedLeft.buffer))).toBe(true);
    expect(Buffer.from(right.buffer).equals(Buffer.from(expectedRight.buffer))).toBe(true);
    expect(usage).toEqual([{ provider: 'local-foley', model: 'synthesis', unit: 'seconds', quantity: 3 }]);
  });

  it('does not begin once it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('no more'));
    await expect(
      new LocalSoundProvider().perform({ cues: [], durationSec: 1, seed: 1, signal }),
    ).rejects.toThrow('no more');
  });
});
