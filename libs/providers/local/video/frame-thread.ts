import { Worker } from 'node:worker_threads';
import { AppError } from '#libs/kernel';
import type { ProviderCall } from '../../ports/index.js';

/** What a drawing thread tells its parent; `pid` is that of an ffmpeg it runs. */
export type FrameMessage = { pid: number } | { progress: number } | { done: true } | { failed: string };

/** Said to the thread, which then ends its programs and itself. */
export const STOP = 'stop';

export interface FrameCall extends Pick<ProviderCall, 'signal'> {
  onProgress: (fraction: number) => void;
}

/** How long a thread may take to end its program before it is ended from outside. */
const GRACE_MS = 2000;

/**
 * Runs a thread that writes a clip. Resolves when the file is written; rejects when it can't be, or when aborted: then thread and
 * ffmpeg are gone. @throws AppError `video.render_failed`
 */
export function runFrameThread(script: URL, work: object, { signal, onProgress }: FrameCall): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: work });
    const pids: number[] = [];
    let result: { error?: unknown } | undefined;
    let forced: NodeJS.Timeout | undefined;
    const stop = (): void => {
      worker.postMessage(STOP);
      forced = setTimeout(() => {
        pids.forEach(killProcess);
        void worker.terminate();
      }, GRACE_MS);
    };
    signal.addEventListener('abort', stop, { once: true });

    worker.on('message', (message: FrameMessage) => {
      if ('pid' in message) pids.push(message.pid);
      else if ('progress' in message) onProgress(message.progress);
      else if ('done' in message) result = {};
      else result = { error: renderError(message.failed) };
    });
    worker.on('error', (error) => {
      pids.forEach(killProcess);
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

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
