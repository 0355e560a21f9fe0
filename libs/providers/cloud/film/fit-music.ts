import { ffmpegBytes } from '#libs/media';
import { runInThread } from '#libs/media/threads';
import type { MusicRequest } from '../../ports/index.js';
import type { RawPiece } from './fit-music.worker.js';

const WORKER = new URL('./fit-music.worker.js', import.meta.url);
const SAMPLE_RATE = 48_000;
/** More than any piece that is bought, and what a program's answer may hold. */
const LONGEST_SEC = 240;

/**
 * Writes a piece of music, made to exactly the length and as loud as those composed here, to `outputPath`.
 * @returns false for a silent one. @throws MediaError where it can't be decoded
 */
export async function fitMusic(
  path: string,
  { durationSec, outputPath, signal }: Pick<MusicRequest, 'durationSec' | 'outputPath' | 'signal'>,
): Promise<boolean> {
  const { stdout } = await ffmpegBytes(
    [
      ...['-v', 'error', '-i', path, '-vn', '-t', String(LONGEST_SEC)],
      ...['-ac', '2', '-ar', String(SAMPLE_RATE), '-f', 'f32le', 'pipe:1'],
    ],
    { signal },
  );
  const frames = Math.round(durationSec * SAMPLE_RATE);
  return runInThread<RawPiece, boolean>(WORKER, { interleaved: stdout, frames, path: outputPath }, signal);
}
