import { Worker } from 'node:worker_threads';

/** A thread waits so long for more work: the next film comes within a minute, and to start and warm threads for one costs 0.8 s of CPU. */
const IDLE_MS = 60_000;

/** Threads work on large arrays, which do not lie there: with the usual room for short-lived objects each takes 40 MB more. */
const YOUNG_MB = 8;

/** Pools of which one thread waits for ever: what it has loaded took long. */
const kept = new Set<string>();

interface IdleThread {
  worker: Worker;
  /** Takes it out of waiting: no timer, no listener is left on it. */
  wake(): void;
}

const idle = new Map<string, IdleThread[]>();

/** A thread of the pool that waits for work, a preferred one where there is one; else a new one, which runs `script`. */
export function takeThread(
  script: URL,
  pool = script.href,
  preferred: (worker: Worker) => boolean = () => false,
): Worker {
  const waiting = idle.get(pool) ?? [];
  const [thread] = waiting.splice(
    waiting.findLastIndex(({ worker }) => preferred(worker)),
    1,
  );
  thread?.wake();
  return (
    thread?.worker ??
    new Worker(script, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } })
  );
}

/** Lets a thread that has done its work wait for more; it does not keep the process alive. */
export function restThread(worker: Worker, pool: string): void {
  const waiting = idle.get(pool) ?? [];
  const leave = () => {
    const place = waiting.indexOf(thread);
    if (place >= 0) waiting.splice(place, 1);
  };
  const stays = kept.has(pool) && waiting.length === 0;
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
  idle.set(pool, waiting);
}

/** Whether one thread of the pool waits for ever. */
export const isKept = (pool: string): boolean => kept.has(pool);

/** From now on one thread of the pool waits for ever, this one to begin with. */
export function keepThread(worker: Worker, pool: string): void {
  kept.add(pool);
  restThread(worker, pool);
}
