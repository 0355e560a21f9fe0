/** The first wait after a failure; it doubles with every try. */
const BASE_MS = 5_000;

/** The longest wait between two tries. */
const LONGEST_MS = 3_600_000;

/**
 * How long to wait before a delivery is tried again, in ms: exponential with jitter, so that what failed together does not come back
 * together, and never sooner than the receiver asked for.
 * @param tries how often it has been tried, from 1 on
 * @param retryAfterMs what the receiver asked for, or null
 * @param random from 0 to below 1
 */
export function retryDelay(
  tries: number,
  retryAfterMs: number | null,
  random: number,
  baseMs = BASE_MS,
): number {
  const ceiling = Math.min(baseMs * 2 ** Math.min(tries - 1, 30), LONGEST_MS);
  return Math.max(Math.round(ceiling * (0.5 + random / 2)), retryAfterMs ?? 0);
}

/** What `Retry-After` says, in ms from `now`: seconds or a date. Null where it says nothing that can be read. */
export function retryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  const date = / GMT$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(date - now, 0);
}
