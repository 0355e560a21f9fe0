import { ffmpegBytes } from '#libs/media';
import { runInThread } from '#libs/media/threads';
import type { Pcm } from '../../ports/index.js';
import type { RawPiece } from './fit-music.worker.js';

const WORKER = new URL('./fit-music.worker.js', import.meta.url);
export const SAMPLE_RATE = 48_000;
/** More than any piece that is bought, and what a program's answer may hold. */
const LONGEST_SEC = 240;

/**
 * Makes a piece of music into one of exactly the length, as loud as those composed here; null for a silent one.
 * @throws MediaError where it can't be decoded
 */
export async function fitMusic(path: string, durationSec: number, signal: AbortSignal): Promise<Pcm | null> {
  const { stdout } = await ffmpegBytes(
    [
      ...['-v', 'error', '-i', path, '-vn', '-t', String(LONGEST_SEC)],
      ...['-ac', '2', '-ar', String(SAMPLE_RATE), '-f', 'f32le', 'pipe:1'],
    ],
    { signal },
  );
  const piece: RawPiece = { interleaved: stdout, frames: Math.round(durationSec * SAMPLE_RATE) };
  const channels = await runInThread<RawPiece, Float32Array[] | null>(WORKER, piece, signal);
  return channels && { sampleRate: SAMPLE_RATE, channels };
}
