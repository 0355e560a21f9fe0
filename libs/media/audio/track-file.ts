import { closeSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { pcm16, wavHeader } from '../wav.js';
import { amplify, decibels, Limiter } from './level.js';
import { LoudnessMeter } from './loudness.js';

export type Stereo = readonly [left: Float32Array, right: Float32Array];

export interface TrackLevel {
  /** Integrated loudness that it is brought to; left out: it stays as loud as it was made. */
  lufs?: number;
  ceilingDb: number;
}

const SAMPLE_RATE = 48_000;

/**
 * Writes a stereo track at 48 kHz as a 16-bit WAVE file, with no more of it in memory than one block. Its level can be set only once all
 * of it is known, so until then it lies beside the file. Synchronous, for threads.
 * @param frames how long the track is, in samples; the blocks are as long together
 */
export function writeTrack(path: string, frames: number, blocks: Iterable<Stereo>, level: TrackLevel): void {
  const raw = `${path}.raw`;
  const limiter = new Limiter(frames, SAMPLE_RATE, decibels(level.ceilingDb));
  try {
    const { lengths, loudness } = withFile(raw, 'w', (file) => layAside(file, blocks, limiter));
    const gain = level.lufs === undefined || loudness === -Infinity ? 1 : decibels(level.lufs - loudness);
    limiter.prepare(gain);
    withFile(path, 'w', (file) => {
      writeFileSync(file, wavHeader({ sampleRate: SAMPLE_RATE, channels: 2, frames }));
      withFile(raw, 'r', (source) => {
        const longest = Math.max(0, ...lengths);
        const [left, right] = [new Float32Array(longest), new Float32Array(longest)];
        let from = 0;
        for (const length of lengths) {
          const block: Stereo = [left.subarray(0, length), right.subarray(0, length)];
          for (const channel of block) readSync(source, channel);
          amplify(block, gain);
          limiter.apply(block, from);
          writeFileSync(file, pcm16(block));
          from += length;
        }
      });
    });
  } finally {
    rmSync(raw, { force: true });
  }
}

function layAside(
  file: number,
  blocks: Iterable<Stereo>,
  limiter: Limiter,
): { lengths: number[]; loudness: number } {
  const meter = new LoudnessMeter();
  const lengths: number[] = [];
  let from = 0;
  for (const block of blocks) {
    limiter.measure(block, from);
    meter.add(block);
    for (const channel of block) writeFileSync(file, channel);
    lengths.push(block[0].length);
    from += block[0].length;
  }
  return { lengths, loudness: meter.integrated() };
}

function withFile<T>(path: string, flags: 'r' | 'w', use: (file: number) => T): T {
  const file = openSync(path, flags);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}
