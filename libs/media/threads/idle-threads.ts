import { Worker } from 'node:worker_threads';

/** A thread that has done its work waits so long for more: starting one and warming its code up takes longer than most work. */
const IDLE_MS = 5_000;

/** Threads work on large arrays, which do not lie there: with the usual room for short-lived objects each takes 40 MB more. */
const YOUNG_MB = 8;

/** Scripts whose threads wait for ever: they take long to load, and one of them is enough. */
const kept = new Set<string>();

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
  return (
    thread?.worker ??
    new Worker(script, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } })
  );
}

/** Lets a thread that has done its work wait for more; it does not keep the process alive. */
export function restThread(script: URL, worker: Worker): void {
  const waiting = idle.get(script.href) ?? [];
  const leave = () => {
    const place = waiting.indexOf(thread);
    if (place >= 0) waiting.splice(place, 1);
  };
  const stays = kept.has(script.href) && waiting.length === 0;
  const end = () => {
    // At once: its exit is told only later, and nobody must be given a thread that is ending.
    leave();
    void worker.terminate();
  };
  const timer = stays ? undefined : setTimeout(end, IDLE_MS).unref();
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

/** Starts a thread for `script` ahead of its work, and has one wait for ever from now on. */
export function keepThread(script: URL): void {
  kept.add(script.href);
  restThread(script, takeThread(script));
}
