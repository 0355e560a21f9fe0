import { rename, rm } from 'node:fs/promises';
import { AppError } from '#libs/kernel';
import type { ClipRequest } from '../../ports/index.js';

/**
 * Has the clip written under another name until it is whole, so that nobody takes half a clip for one.
 * @throws AppError `video.bad_format`, and what `write` throws
 */
export async function writeClip(request: ClipRequest, write: (path: string) => Promise<void>): Promise<void> {
  request.signal.throwIfAborted();
  checkFormat(request);
  const unfinished = `${request.outputPath}.part`;
  try {
    await write(unfinished);
    await rename(unfinished, request.outputPath);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  request.onProgress(1);
}

function checkFormat({ format: { width, height, fps }, frames }: ClipRequest): void {
  if (width % 2 === 0 && height % 2 === 0 && Math.min(width, height, fps, frames) >= 1) return;
  throw new AppError(
    'video.bad_format',
    `Can't draw ${frames} frames of ${width}×${height} at ${fps} a second: sides must be even and everything positive`,
    { class: 'input' },
  );
}
