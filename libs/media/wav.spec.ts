import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toWav, wavLevelDb } from './wav-files.js';
import { decodeWav, encodeWav } from './wav.js';

describe('WAVE files', () => {
  const { signal } = new AbortController();
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'wav-'));
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('hold interleaved 16-bit samples behind a header that says how long they are', () => {
    const wav = encodeWav({ sampleRate: 48_000, channels: [Float32Array.of(0, 1), Float32Array.of(-1, 2)] });
    expect(wav.readUInt32LE(24)).toBe(48_000);
    expect(wav.readUInt32LE(40)).toBe(8);
    expect([44, 46, 48, 50].map((at) => wav.readInt16LE(at))).toEqual([0, -32_767, 32_767, 32_767]);
  });

  it('read back as they were written, past chunks that say other things', () => {
    const wav = encodeWav({
      sampleRate: 16_000,
      channels: [Float32Array.of(0, 1, -1), Float32Array.of(1, 0, 0)],
    });
    const odd = Buffer.concat([
      wav.subarray(0, 36),
      Buffer.from('LIST\u0003\0\0\0abc\0', 'latin1'),
      wav.subarray(36),
    ]);
    for (const file of [wav, odd]) {
      expect(decodeWav(file)).toEqual({
        sampleRate: 16_000,
        channels: [Float32Array.of(0, 1, -1), Float32Array.of(1, 0, 0)],
      });
    }
  });

  it.each([
    ['no WAVE file', Buffer.from('ID3 something else altogether')],
    ['no samples', encodeWav({ sampleRate: 8000, channels: [Float32Array.of(0)] }).subarray(0, 36)],
  ])('refuses %s', (_name, file) => {
    expect(() => decodeWav(file)).toThrow(RangeError);
  });

  it('have a level that pauses do not change', async () => {
    const tone = Float32Array.from({ length: 8000 }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5));
    const padded = new Float32Array(32_000);
    padded.set(tone);
    const level = async (samples: Float32Array) => {
      await writeFile(join(dir, 'level.wav'), encodeWav({ sampleRate: 8000, channels: [samples] }));
      return wavLevelDb(join(dir, 'level.wav'), signal);
    };
    expect(await level(tone)).toBeCloseTo(-6.02, 1);
    expect(await level(padded)).toBeCloseTo(-6.02, 1);
    expect(await level(new Float32Array(10))).toBe(-Infinity);
    await writeFile(join(dir, 'level.wav'), 'no sound');
    await expect(wavLevelDb(join(dir, 'level.wav'), signal)).rejects.toThrow('not a WAVE file');
  });

  it('are written beside the event loop as they are on it, and take the samples’ memory', async () => {
    const tone = Float32Array.from({ length: 8000 }, (_, i) => Math.sin(i));
    const expected = encodeWav({ sampleRate: 8000, channels: [tone, tone.slice()] });
    const [left, right] = [tone.slice(), tone.slice()];
    const wav = await toWav({ sampleRate: 8000, channels: [left, right] }, signal);
    expect(Buffer.from(wav).equals(expected)).toBe(true);
    expect([left.length, right.length]).toEqual([0, 0]);
  });
});
