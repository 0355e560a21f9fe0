import type { Random } from '#libs/kernel';

export const RETRY_BASE_MS = 15_000;
const RETRY_CAP_MS = 10 * 60_000;

/**
 * Wait before the next attempt: exponential with equal jitter, half of it fixed and half random
 * (Brooker, "Exponential Backoff And Jitter", 2015), so that failures of one cause do not return together.
 * @param attempt the attempt that has just failed, from 1
 */
export function retryDelayMs(attempt: number, random: Pick<Random, 'next'>, baseMs = RETRY_BASE_MS): number {
  const ceiling = Math.min(RETRY_CAP_MS, baseMs * 2 ** (attempt - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random.next());
}
