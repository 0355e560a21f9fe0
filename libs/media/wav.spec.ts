import { encodeWav } from './wav.js';

describe('encodeWav', () => {
  it('writes interleaved 16-bit samples behind a header that says how long they are', () => {
    const wav = encodeWav({ sampleRate: 48_000, channels: [Float32Array.of(0, 1), Float32Array.of(-1, 2)] });
    expect(wav.readUInt32LE(24)).toBe(48_000);
    expect(wav.readUInt32LE(40)).toBe(8);
    expect([44, 46, 48, 50].map((at) => wav.readInt16LE(at))).toEqual([0, -32_767, 32_767, 32_767]);
  });
});
