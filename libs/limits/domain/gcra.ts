/** So many requests a second in the long run, and so many at once. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/** A rate that a request counts against, e.g. that of one user for one class of routes. */
export interface Bucket {
  key: string;
  rate: Rate;
}

export interface Verdict {
  allowed: boolean;
  /** The rate that has the least left. */
  rate: Rate;
  /** Requests that may follow at once. */
  remaining: number;
  /** Seconds until all of the burst may be used again. */
  resetSeconds: number;
  /** Seconds until one request may follow; 0 where one may at once. */
  retryAfterSeconds: number;
}

/** What the state of a bucket means: its theoretical arrival time (GCRA), in ms relative to now, after this request. */
export function verdictOf(rate: Rate, aheadMs: number, allowed: boolean): Verdict {
  const intervalMs = 1_000 / rate.perSecond;
  const toleranceMs = intervalMs * rate.burst;
  return {
    allowed,
    rate,
    remaining: Math.max(0, Math.floor((toleranceMs - aheadMs) / intervalMs + 1e-9)),
    resetSeconds: Math.ceil(Math.max(0, aheadMs) / 1_000),
    retryAfterSeconds: allowed ? 0 : Math.max(1, Math.ceil((aheadMs + intervalMs - toleranceMs) / 1_000)),
  };
}

/** The bucket that a caller should heed: one that refuses, or else the one with the least left. */
export function strictest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((most, one) => {
    if (most.allowed !== one.allowed) return one.allowed ? most : one;
    if (!one.allowed) return one.retryAfterSeconds > most.retryAfterSeconds ? one : most;
    return one.remaining < most.remaining ? one : most;
  });
}
