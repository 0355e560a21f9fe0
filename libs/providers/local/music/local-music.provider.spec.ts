import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeWav } from '#libs/media';
import { integratedLoudness, peakOf } from '#libs/media/audio';
import { MOODS } from '../../ports/index.js';
import { LocalMusicProvider } from './local-music.provider.js';

const rms = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);

describe('LocalMusicProvider', () => {
  const provider = new LocalMusicProvider();
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'music-'));
  });
  afterAll(() => rm(dir, { recursive: true }));

  const play = async (
    mood: (typeof MOODS)[number],
    durationSec: number,
    seed = 1,
    signal = new AbortController().signal,
  ) => {
    const outputPath = join(dir, `${randomUUID()}.wav`);
    const { usage } = await provider.compose({
      mood,
      durationSec,
      accentsSec: [2.5],
      seed,
      outputPath,
      signal,
    });
    return { file: await readFile(outputPath), usage };
  };

  it.each(MOODS)('plays %s music: as long as asked, level, fading out, never clipping', async (mood) => {
    const { file, usage } = await play(mood, 8.4);
    const audio = decodeWav(file);
    const [left, right] = audio.channels as [Float32Array, Float32Array];
    expect([audio.sampleRate, left.length, right.length]).toEqual([48_000, 403_200, 403_200]);
    expect(left.every(Number.isFinite) && right.every(Number.isFinite)).toBe(true);
    expect(peakOf(audio.channels)).toBeLessThanOrEqual(0.71);
    expect(integratedLoudness(audio.channels)).toBeGreaterThan(-21);
    expect(integratedLoudness(audio.channels)).toBeLessThan(-19);
    expect(Math.abs(left[0] as number)).toBeLessThan(1e-3);
    expect(rms(left.subarray(-480))).toBeLessThan(1e-3);
    expect(rms(left.subarray(48_000, 96_000))).toBeGreaterThan(0.01);
    expect(left.some((x, i) => x !== right[i])).toBe(true);
    expect(usage).toEqual([{ provider: 'local-composer', model: mood, unit: 'seconds', quantity: 9 }]);
  });

  it('plays the same samples for the same seed', async () => {
    const [first, second, other] = await Promise.all([
      play('upbeat', 6, 9),
      play('upbeat', 6, 9),
      play('upbeat', 6, 10),
    ]);
    expect(first.file.equals(second.file)).toBe(true);
    expect(first.file.equals(other.file)).toBe(false);
  });

  it('stops its thread when aborted', async () => {
    const aborter = new AbortController();
    const running = play('dramatic', 180, 1, aborter.signal);
    setTimeout(() => aborter.abort(new Error('no more')), 200);
    const started = performance.now();
    await expect(running).rejects.toThrow('no more');
    expect(performance.now() - started).toBeLessThan(1500);
  });
});
