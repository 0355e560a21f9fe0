import { closeSync, openSync, readSync } from 'node:fs';

/** Linear PCM as floats in [-1, 1], one array of equal length a channel. */
export interface Samples {
  sampleRate: number;
  channels: Float32Array[];
}

const HEADER_BYTES = 44;
const FULL_SCALE = 32_767;

/** The header of a canonical RIFF/WAVE file with 16-bit PCM, which the samples follow. */
export function wavHeader({
  sampleRate,
  channels,
  frames,
}: {
  sampleRate: number;
  channels: number;
  frames: number;
}): Buffer {
  const blockAlign = channels * 2;
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'ascii');
  header.writeUInt32LE(36 + frames * blockAlign, 4);
  header.write('WAVEfmt ', 8, 'ascii');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * blockAlign, 28);
  header.writeUInt16LE(blockAlign, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'ascii');
  header.writeUInt32LE(frames * blockAlign, 40);
  return header;
}

/** The samples of all channels by turns, as 16-bit PCM. Those outside [-1, 1] are clamped. */
export function pcm16(channels: readonly Float32Array[]): Int16Array {
  const frames = channels[0]?.length ?? 0;
  const samples = new Int16Array(frames * channels.length);
  channels.forEach((channel, index) => {
    for (let i = 0; i < frames; i++) {
      const value = Math.max(-1, Math.min(1, channel[i] as number));
      samples[i * channels.length + index] = Math.round(value * FULL_SCALE);
    }
  });
  return samples;
}

/** A canonical RIFF/WAVE file with 16-bit PCM. Samples outside [-1, 1] are clamped. */
export function encodeWav({ sampleRate, channels }: Samples): Buffer {
  const frames = channels[0]?.length ?? 0;
  const file = Buffer.alloc(HEADER_BYTES + 2 * frames * channels.length);
  file.set(wavHeader({ sampleRate, channels: channels.length, frames }));
  file.set(new Uint8Array(pcm16(channels).buffer), HEADER_BYTES);
  return file;
}

/** What a RIFF/WAVE file with 16-bit PCM says of its samples. */
interface Pcm16 {
  sampleRate: number;
  channels: number;
  /** Where the samples of all channels by turns begin, and how many bytes they are. */
  at: number;
  bytes: number;
}

/** @param head at least as much of the file as comes before its samples; chunks other than these are passed over. @throws RangeError */
function pcmOf(head: Buffer): Pcm16 {
  if (head.toString('ascii', 0, 4) !== 'RIFF' || head.toString('ascii', 8, 12) !== 'WAVE') {
    throw new RangeError('not a WAVE file');
  }
  let format: Pick<Pcm16, 'sampleRate' | 'channels'> | undefined;
  for (let at = 12; at + 8 <= head.length;) {
    const id = head.toString('ascii', at, at + 4);
    const size = head.readUInt32LE(at + 4);
    const body = at + 8;
    if (id === 'fmt ') {
      const [tag, bits] = [head.readUInt16LE(body), head.readUInt16LE(body + 14)];
      if (tag !== 1 || bits !== 16)
        throw new RangeError(`WAVE format ${tag} with ${bits} bits; 16-bit PCM is needed`);
      format = { channels: head.readUInt16LE(body + 2), sampleRate: head.readUInt32LE(body + 4) };
    } else if (id === 'data' && format !== undefined) {
      return { ...format, at: body, bytes: size };
    }
    at = body + size + (size % 2);
  }
  throw new RangeError('a WAVE file without samples');
}

/** @throws RangeError where it is no RIFF/WAVE file with 16-bit PCM */
export function decodeWav(file: Buffer): Samples {
  const { sampleRate, channels, at, bytes } = pcmOf(file);
  return { sampleRate, channels: split(file.subarray(at, at + bytes), channels) };
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

/** More than comes before the samples of any file that is made here. */
const HEAD_BYTES = 65_536;

/**
 * Level in dBFS of the parts of a file that sound: root mean square over the 100 ms windows within 20 dB of the loudest one, so that
 * pauses do not count. `-Infinity` for digital silence. Synchronous, for threads, with one window in memory. @throws RangeError as
 * `decodeWav`
 */
export function activeLevelDb(path: string): number {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { sampleRate, channels, at, bytes } = pcmOf(head.subarray(0, readSync(file, head)));
    const window = Buffer.alloc(2 * channels * Math.max(1, Math.round(sampleRate / 10)));
    const powers: number[] = [];
    for (let from = at; from < at + bytes; from += window.length) {
      const got = readSync(file, window, 0, Math.min(window.length, at + bytes - from), from);
      if (got < 2) break;
      powers.push(power(window.subarray(0, got)));
    }
    return levelOf(powers);
  } finally {
    closeSync(file);
  }
}

function power(pcm: Buffer): number {
  const count = Math.floor(pcm.length / 2);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += (pcm.readInt16LE(2 * i) / FULL_SCALE) ** 2;
  return sum / count;
}

function levelOf(powers: readonly number[]): number {
  const gate = powers.reduce((a, b) => Math.max(a, b), 0) / 100;
  const sounding = powers.filter((one) => one > 0 && one >= gate);
  return 10 * Math.log10(sounding.reduce((a, b) => a + b, 0) / Math.max(1, sounding.length));
}
