import { parentPort, type Worker } from 'node:worker_threads';
import { restThread, takeThread } from './idle-threads.js';

type Answer<O> = { value: O } | { error: unknown };

/**
 * Runs `script` (a module that calls `answerInThread`) in a thread of its own and returns its answer. Aborting terminates the
 * thread, and the promise is rejected with the signal's reason once the thread is gone.
 */
export async function runInThread<I, O>(script: URL, input: I, signal: AbortSignal): Promise<O> {
  signal.throwIfAborted();
  const worker = takeThread(script);
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const answer = await answerOf<O>(worker, script, input);
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

function answerOf<O>(worker: Worker, script: URL, input: unknown): Promise<Answer<O>> {
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
    worker.postMessage(input);
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

function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (value === null || typeof value !== 'object') return [];
  return [...new Set(Object.values(value).flatMap(buffersOf))];
}
