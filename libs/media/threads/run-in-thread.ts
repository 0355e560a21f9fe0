import { types } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { isKept, keepThread, restThread, takeThread } from './idle-threads.js';

/** What a thread is told: the module to load, and what to give to its `work`; nothing where it shall only be loaded. */
export interface Errand {
  script: string;
  input?: unknown;
}

export type Answer<O = unknown> = { value: O } | { error: unknown };

const THREAD = new URL('./errand.worker.js', import.meta.url);
/** Threads that do whatever there is to do: what one has loaded and compiled for one kind of work serves others too. */
const ANY_WORK = 'any';

/** The modules that a thread has loaded. */
const loaded = new WeakMap<Worker, Set<string>>();

/**
 * Runs the function `work` of the module `script` in a thread and returns what it returns. Aborting terminates the thread, and the
 * promise is rejected with the signal's reason once the thread is gone.
 * @param moved memory of the input that the thread gets for its own instead of a copy
 */
export async function runInThread<I, O>(
  script: URL,
  input: I,
  signal: AbortSignal,
  moved: ArrayBuffer[] = [],
): Promise<O> {
  signal.throwIfAborted();
  const pool = isKept(script.href) ? script.href : ANY_WORK;
  const worker = takeThread(THREAD, pool, (waiting) => loaded.get(waiting)?.has(script.href) === true);
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const answer = await answerOf<O>(worker, { script: script.href, input }, moved);
    if (signal.aborted) throw signal.reason;
    loaded.set(worker, (loaded.get(worker) ?? new Set()).add(script.href));
    restThread(worker, pool);
    if ('error' in answer) throw answer.error;
    return answer.value;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Starts a thread that loads `script` ahead of its work and has it wait for ever: for what is large and takes long to load. */
export function keepInThread(script: URL): void {
  const worker = takeThread(THREAD, script.href);
  worker.postMessage({ script: script.href } satisfies Errand);
  keepThread(worker, script.href);
}

function answerOf<O>(worker: Worker, errand: Errand, moved: ArrayBuffer[]): Promise<Answer<O>> {
  return new Promise<Answer<O>>((resolve, reject) => {
    const settle = (then: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      then();
    };
    const onMessage = (answer: Answer<O>) => settle(() => resolve(answer));
    const onError = (error: unknown) => settle(() => reject(error as Error));
    const onExit = (code: number) =>
      settle(() =>
        reject(new Error(`${new URL(errand.script).pathname} ended with code ${code} and no answer`)),
      );
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(errand, moved);
  });
}

/** The memory that a value stands in. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return types.isArrayBuffer(value.buffer) ? [value.buffer] : [];
  if (value === null || typeof value !== 'object') return [];
  return [...new Set(Object.values(value).flatMap(buffersOf))];
}
