import { programPath } from '#libs/media';
import { writeClip } from '../../local/video/clip-file.js';
import { runFrameThread } from '../../local/video/frame-thread.js';
import type { ClipRequest } from '../../ports/index.js';
import type { FitWork } from './fit-worker.js';

const WORKER = new URL('./fit-worker.js', import.meta.url);

/** A clip that is too short is slowed down by as much before its last picture stands still. */
const SLOWEST = 1.35;
const LONGEST_HOLD_SEC = 1.5;

/** How long a scene a clip can carry. */
export const reachOf = (clipSeconds: number): number => clipSeconds * SLOWEST + LONGEST_HOLD_SEC;

/**
 * Makes a clip into one of exactly the format and number of frames, with its captions, that joins with those drawn here.
 * @throws AppError `video.render_failed` where it can't be decoded
 */
export function fitClip(clipPath: string, clipSeconds: number, request: ClipRequest): Promise<void> {
  const { format, frames, captions, graphics } = request;
  const slow = Math.min(SLOWEST, Math.max(1, frames / format.fps / clipSeconds));
  return writeClip(request, (outputPath) => {
    const program = programPath('ffmpeg');
    const work: FitWork = { clipPath, slow, program, outputPath, format, frames, captions, graphics };
    return runFrameThread(WORKER, work, request);
  });
}
