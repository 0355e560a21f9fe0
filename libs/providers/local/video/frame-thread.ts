import { AppError } from '#libs/kernel';
import { restThread, takeThread } from '#libs/media/threads';
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
 * Has a thread write a clip, one that waits for work where there is one. Resolves when the file is written; rejects when it can't be,
 * or when aborted: then thread and ffmpeg are gone. @throws AppError `video.render_failed`
 */
export function runFrameThread(script: URL, work: object, { signal, onProgress }: FrameCall): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = takeThread(script);
    const pids: number[] = [];
    let forced: NodeJS.Timeout | undefined;
    const settle = (then: () => void): void => {
      clearTimeout(forced);
      signal.removeEventListener('abort', stop);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      then();
    };
    const fail = (reason: string): void =>
      settle(() => reject(signal.aborted ? (signal.reason as Error) : renderError(reason)));
    const stop = (): void => {
      worker.postMessage(STOP);
      forced = setTimeout(() => {
        pids.forEach(killProcess);
        void worker.terminate();
      }, GRACE_MS);
    };
    const onMessage = (message: FrameMessage): void => {
      if ('pid' in message) pids.push(message.pid);
      else if ('progress' in message) onProgress(message.progress);
      // Aborted at the last moment: the thread has been told to end, and its end settles this.
      else if (signal.aborted) return;
      else {
        restThread(worker, script.href);
        if ('done' in message) settle(resolve);
        else fail(message.failed);
      }
    };
    const onError = (error: unknown): void => {
      pids.forEach(killProcess);
      fail(error instanceof Error ? error.message : String(error));
    };
    const onExit = (): void => fail('the thread ended early');
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal.addEventListener('abort', stop, { once: true });
    worker.postMessage(work);
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
