import { Worker } from 'node:worker_threads';

/** A thread that has done its work waits so long for more: starting one and warming its code up takes longer than most work. */
const IDLE_MS = 30_000;

interface IdleThread {
  worker: Worker;
  /** Takes it out of waiting: no timer, no listener is left on it. */
  wake(): void;
}

const idle = new Map<string, IdleThread[]>();

/** A thread that runs `script`: one that waits for work, or a new one. */
export function takeThread(script: URL): Worker {
  const thread = idle.get(script.href)?.pop();
  thread?.wake();
  return thread?.worker ?? new Worker(script, { execArgv: [] });
}

/** Lets a thread that has done its work wait for more; it does not keep the process alive. */
export function restThread(script: URL, worker: Worker): void {
  const waiting = idle.get(script.href) ?? [];
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
  idle.set(script.href, waiting);
}
