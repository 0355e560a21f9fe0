import { types } from 'node:util';
import { parentPort, type Worker } from 'node:worker_threads';
import { restThread, takeThread } from './idle-threads.js';

type Answer<O> = { value: O } | { error: unknown };

/**
 * Runs `script` (a module that calls `answerInThread`) in a thread of its own and returns its answer. Aborting terminates the
 * thread, and the promise is rejected with the signal's reason once the thread is gone.
 * @param moved memory of the input that the thread gets for its own instead of a copy
 */
export async function runInThread<I, O>(
  script: URL,
  input: I,
  signal: AbortSignal,
  moved: ArrayBuffer[] = [],
): Promise<O> {
  signal.throwIfAborted();
  const worker = takeThread(script);
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const answer = await answerOf<O>(worker, script, input, moved);
    if (signal.aborted) throw signal.reason;
    restThread(script, worker);
    if ('error' in answer) throw answer.error;
    return answer.value;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function answerOf<O>(worker: Worker, script: URL, input: unknown, moved: ArrayBuffer[]): Promise<Answer<O>> {
  return new Promise<Answer<O>>((resolve, reject) => {
    const settle = (then: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      then();
    };
    const onMessage = (answer: Answer<O>) => settle(() => resolve(answer));
    const onError = (error: unknown) => settle(() => reject(error as Error));
    const onExit = (code: number) =>
      settle(() => reject(new Error(`${script.pathname} ended with code ${code} and no answer`)));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(input, moved);
  });
}

/** The thread's side: does the work whenever there is some, and hands the answer back, its typed arrays moved instead of copied. */
export function answerInThread<I, O>(work: (input: I) => O | Promise<O>): void {
  const port = parentPort;
  if (port === null) throw new Error('answerInThread is for worker threads');
  const answer = async (input: I): Promise<Answer<O>> => {
    try {
      return { value: await work(input) };
    } catch (error) {
      return { error };
    }
  };
  port.on('message', (input: I) => {
    void answer(input).then((answered) => port.postMessage(answered, buffersOf(answered)));
  });
}

/** The memory that a value stands in. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return types.isArrayBuffer(value.buffer) ? [value.buffer] : [];
  if (value === null || typeof value !== 'object') return [];
  return [...new Set(Object.values(value).flatMap(buffersOf))];
}
