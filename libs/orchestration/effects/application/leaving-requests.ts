import { AsyncLocalStorage } from 'node:async_hooks';

const checks = new AsyncLocalStorage<() => void>();

/**
 * Runs what sends a paid request. An SDK puts its request together and a connection is opened over several turns of the event loop; a
 * process that is frozen in between wakes up when the stage is somebody else's. So whoever writes the request asks once more.
 * @param assertHeld throws `stage.lease_lost`
 */
export const withLeaseCheck = <T>(assertHeld: () => void, send: () => Promise<T>): Promise<T> =>
  checks.run(assertHeld, send);

/** To be called in the moment in which a request that is made now is written; undefined where it pays for nothing. */
export const leaseCheck = (): (() => void) | undefined => checks.getStore();
