/** Linear PCM as floats in [-1, 1], one array of equal length a channel. */
export interface Samples {
  sampleRate: number;
  channels: Float32Array[];
}

const HEADER_BYTES = 44;
const FULL_SCALE = 32_767;

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
      samples[i * channels.length + index] = Math.round(value * FULL_SCALE);
    }
  });
  return buffer;
}

interface Pcm16 {
  sampleRate: number;
  channels: number;
  /** The samples of all channels by turns. */
  interleaved: Buffer;
}

/** Finds the samples of a RIFF/WAVE file with 16-bit PCM; chunks other than these are passed over. @throws RangeError */
function pcmOf(file: Buffer): Pcm16 {
  if (file.toString('ascii', 0, 4) !== 'RIFF' || file.toString('ascii', 8, 12) !== 'WAVE') {
    throw new RangeError('not a WAVE file');
  }
  let format: Omit<Pcm16, 'interleaved'> | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.toString('ascii', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const body = at + 8;
    if (id === 'fmt ') {
      const [tag, bits] = [file.readUInt16LE(body), file.readUInt16LE(body + 14)];
      if (tag !== 1 || bits !== 16)
        throw new RangeError(`WAVE format ${tag} with ${bits} bits; 16-bit PCM is needed`);
      format = { channels: file.readUInt16LE(body + 2), sampleRate: file.readUInt32LE(body + 4) };
    } else if (id === 'data' && format !== undefined) {
      return { ...format, interleaved: file.subarray(body, body + size) };
    }
    at = body + size + (size % 2);
  }
  throw new RangeError('a WAVE file without samples');
}

/** @throws RangeError where it is no RIFF/WAVE file with 16-bit PCM */
export function decodeWav(file: Buffer): Samples {
  const { sampleRate, channels, interleaved } = pcmOf(file);
  return { sampleRate, channels: split(interleaved, channels) };
}

function split(interleaved: Buffer, channels: number): Float32Array[] {
  const frames = Math.floor(interleaved.length / (2 * channels));
  return Array.from({ length: channels }, (_, channel) => {
    const out = new Float32Array(frames);
    for (let i = 0; i < frames; i++)
      out[i] = interleaved.readInt16LE((i * channels + channel) * 2) / FULL_SCALE;
    return out;
  });
}

/**
 * Level in dBFS of the parts that sound: root mean square over the 100 ms windows within 20 dB of the loudest one,
 * so that pauses do not count. `-Infinity` for digital silence. @throws RangeError as `decodeWav`
 */
export function activeLevelDb(file: Buffer): number {
  const { sampleRate, channels, interleaved } = pcmOf(file);
  const count = Math.floor(interleaved.length / 2);
  const window = Math.max(1, Math.round(sampleRate / 10)) * channels;
  const powers: number[] = [];
  for (let start = 0; start < count; start += window) {
    const end = Math.min(count, start + window);
    let sum = 0;
    for (let i = start; i < end; i++) sum += (interleaved.readInt16LE(2 * i) / FULL_SCALE) ** 2;
    powers.push(sum / (end - start));
  }
  const gate = powers.reduce((a, b) => Math.max(a, b), 0) / 100;
  const sounding = powers.filter((power) => power > 0 && power >= gate);
  return 10 * Math.log10(sounding.reduce((a, b) => a + b, 0) / Math.max(1, sounding.length));
}
