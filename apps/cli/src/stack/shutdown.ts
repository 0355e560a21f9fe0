/** Why a command ends early: a person or the system asked for it. */
export class Stopped extends Error {
  override readonly name = 'Stopped';

  constructor(readonly signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
  }

  /** As shells give it: 128 and the signal's number. */
  get exitCode(): number {
    return { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[this.signal as string] ?? 1;
  }
}

export interface Shutdown {
  /** Aborts on the first Ctrl-C, SIGTERM or closed terminal, with a `Stopped` as reason. */
  readonly requested: AbortSignal;
  /** Aborts on the second: whoever waits is not to wait any more. */
  readonly urgent: AbortSignal;
  request(reason: unknown): void;
}

export function listenForShutdown(): Shutdown {
  const [first, second] = [new AbortController(), new AbortController()];
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => (first.signal.aborted ? second : first).abort(new Stopped(signal)));
  }
  return { requested: first.signal, urgent: second.signal, request: (reason) => first.abort(reason) };
}

export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** @throws the signal's reason, once it is aborted */
export const unlessAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([promise, aborted(signal).then(() => Promise.reject(signal.reason as Error))]);
