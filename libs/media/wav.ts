/** Linear PCM as floats in [-1, 1], one array of equal length a channel. */
interface Samples {
  sampleRate: number;
  channels: Float32Array[];
}

const HEADER_BYTES = 44;

/** A canonical RIFF/WAVE file with 16-bit PCM. Samples outside [-1, 1] are clamped. */
export function encodeWav({ sampleRate, channels }: Samples): Buffer {
  const frames = channels[0]?.length ?? 0;
  const blockAlign = channels.length * 2;
  const buffer = Buffer.alloc(HEADER_BYTES + frames * blockAlign);
  buffer.write('RIFF', 0, 'ascii');
  buffer.writeUInt32LE(36 + frames * blockAlign, 4);
  buffer.write('WAVEfmt ', 8, 'ascii');
  buffer.writeUInt32LE(16, 16);
  buffer.writeUInt16LE(1, 20);
  buffer.writeUInt16LE(channels.length, 22);
  buffer.writeUInt32LE(sampleRate, 24);
  buffer.writeUInt32LE(sampleRate * blockAlign, 28);
  buffer.writeUInt16LE(blockAlign, 32);
  buffer.writeUInt16LE(16, 34);
  buffer.write('data', 36, 'ascii');
  buffer.writeUInt32LE(frames * blockAlign, 40);
  const samples = new Int16Array(buffer.buffer, buffer.byteOffset + HEADER_BYTES, frames * channels.length);
  channels.forEach((channel, index) => {
    for (let i = 0; i < frames; i++) {
      const value = Math.max(-1, Math.min(1, channel[i] as number));
      samples[i * channels.length + index] = Math.round(value * 32_767);
    }
  });
  return buffer;
}
