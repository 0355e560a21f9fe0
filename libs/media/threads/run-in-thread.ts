import { parentPort, Worker, workerData } from 'node:worker_threads';

/**
 * Runs `script` (a module that calls `answerInThread`) in a thread of its own and returns its answer. Aborting
 * terminates the thread, and the promise is rejected with the signal's reason once the thread is gone.
 * Keep the script's imports few: each call starts a thread and loads them.
 */
export async function runInThread<I, O>(script: URL, input: I, signal: AbortSignal): Promise<O> {
  signal.throwIfAborted();
  const worker = new Worker(script, { workerData: input, execArgv: [] });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<O>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) =>
        reject(
          signal.aborted
            ? (signal.reason as Error)
            : new Error(`${script.pathname} ended with code ${code} and no answer`),
        ),
      );
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The thread's side: does the work and hands the answer back, its typed arrays moved instead of copied. */
export async function answerInThread<I, O>(work: (input: I) => O | Promise<O>): Promise<void> {
  if (parentPort === null) throw new Error('answerInThread is for worker threads');
  const answer = await work(workerData as I);
  parentPort.postMessage(answer, buffersOf(answer));
}

function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (value === null || typeof value !== 'object') return [];
  return [...new Set(Object.values(value).flatMap(buffersOf))];
}
