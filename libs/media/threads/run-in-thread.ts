import { parentPort, Worker } from 'node:worker_threads';

/** A thread that has done its work waits so long for more: starting one and warming its code up takes longer than most work. */
const IDLE_MS = 5000;

type Answer<O> = { value: O } | { error: unknown };

interface IdleThread {
  worker: Worker;
  /** Takes it out of waiting: no timer, no listener is left on it. */
  wake(): void;
}

const idle = new Map<string, IdleThread[]>();

/**
 * Runs `script` (a module that calls `answerInThread`) in a thread of its own and returns its answer. Aborting terminates the
 * thread, and the promise is rejected with the signal's reason once the thread is gone.
 */
export async function runInThread<I, O>(script: URL, input: I, signal: AbortSignal): Promise<O> {
  signal.throwIfAborted();
  const worker = idleThread(script.href) ?? new Worker(script, { execArgv: [] });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const answer = await answerOf<O>(worker, script, input);
    if (signal.aborted) throw signal.reason;
    rest(script.href, worker);
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

function idleThread(href: string): Worker | undefined {
  const thread = idle.get(href)?.pop();
  thread?.wake();
  return thread?.worker;
}

/** Lets the thread wait for more work; it does not keep the process alive. */
function rest(href: string, worker: Worker): void {
  const waiting = idle.get(href) ?? [];
  const leave = () => {
    const place = waiting.indexOf(thread);
    if (place >= 0) waiting.splice(place, 1);
  };
  const timer = setTimeout(() => void worker.terminate(), IDLE_MS).unref();
  const thread: IdleThread = {
    worker,
    wake: () => {
      clearTimeout(timer);
      worker.off('exit', leave).off('error', leave).ref();
    },
  };
  worker.on('exit', leave).on('error', leave).unref();
  waiting.push(thread);
  idle.set(href, waiting);
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
