import { rename, rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { programPath } from '#libs/media';
import { VideoProvider, type ClipRequest, type ClipResult } from '../../ports/index.js';
import type { FrameMessage, FrameWork } from './frame-worker.js';
import { iconDocuments } from './icons.js';

/** How long a thread may take to end its program before it is ended from outside. */
const GRACE_MS = 2000;

/** Draws animated typography and pictures on this machine, without a model, a key or a network. */
@Injectable()
export class MotionGraphicsProvider extends VideoProvider {
  override readonly name = 'local-motion-graphics';

  override async render(request: ClipRequest): Promise<ClipResult> {
    request.signal.throwIfAborted();
    checkFormat(request);
    const { graphics, format, frames, captions, seed, outputPath } = request;
    // Under another name until it is whole, so that nobody takes half a clip for one.
    const unfinished = `${outputPath}.part`;
    const work: FrameWork = {
      ...{ graphics, format, frames, captions, seed },
      icons: iconDocuments(graphics.icons),
      program: programPath('ffmpeg'),
      outputPath: unfinished,
    };
    try {
      await runFrameWorker(work, request);
      await rename(unfinished, outputPath);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    request.onProgress(1);
    const seconds = Math.ceil(frames / format.fps);
    return { usage: [{ provider: this.name, model: 'local', unit: 'seconds', quantity: seconds }] };
  }
}

function checkFormat({ format: { width, height, fps }, frames }: ClipRequest): void {
  if (width % 2 === 0 && height % 2 === 0 && Math.min(width, height, fps, frames) >= 1) return;
  throw new AppError(
    'video.bad_format',
    `Can't draw ${frames} frames of ${width}×${height} at ${fps} a second: sides must be even and everything positive`,
    { class: 'input' },
  );
}

/** Resolves when the file is written; rejects when it can't be, or when aborted: then thread and ffmpeg are gone. */
function runFrameWorker(work: FrameWork, { signal, onProgress }: ClipRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./frame-worker.js', import.meta.url), { workerData: work });
    let pid: number | undefined;
    let result: { error?: unknown } | undefined;
    let forced: NodeJS.Timeout | undefined;
    const stop = (): void => {
      worker.postMessage('stop');
      forced = setTimeout(() => {
        killProcess(pid);
        void worker.terminate();
      }, GRACE_MS);
    };
    signal.addEventListener('abort', stop, { once: true });

    worker.on('message', (message: FrameMessage) => {
      if ('pid' in message) pid = message.pid;
      else if ('progress' in message) onProgress(message.progress);
      else if ('done' in message) result = {};
      else result = { error: renderError(message.failed) };
    });
    worker.on('error', (error) => {
      killProcess(pid);
      result = { error: renderError(error instanceof Error ? error.message : String(error)) };
    });
    worker.on('exit', () => {
      clearTimeout(forced);
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason as Error);
      else if (result && !('error' in result)) resolve();
      else reject((result?.error as Error | undefined) ?? renderError('the thread ended early'));
    });
  });
}

const renderError = (reason: string): AppError =>
  new AppError('video.render_failed', `Drawing the clip failed: ${reason}`, {
    class: 'provider',
    retryable: true,
  });

function killProcess(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
