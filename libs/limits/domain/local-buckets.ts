import { type Bucket, verdictOf, type Verdict } from './gcra.js';

/** More callers than this at once, and those that were seen least recently are forgotten. */
const MAX_BUCKETS = 10_000;

/** The same count within one process, for the time without Redis: bounded in memory, and it fails nobody. */
export class LocalBuckets {
  private readonly arrivals = new Map<string, number>();

  /** Takes one request from all of the buckets, or from none. @param nowMs of a clock that never goes back */
  take(buckets: readonly Bucket[], nowMs: number): Verdict[] {
    const ahead = buckets.map(({ key }) => Math.max(0, (this.arrivals.get(key) ?? 0) - nowMs));
    const fits = buckets.map(({ rate }, i) => {
      const intervalMs = 1_000 / rate.perSecond;
      return ahead[i]! + intervalMs <= intervalMs * rate.burst + 1e-6;
    });
    const allowed = fits.every(Boolean);
    return buckets.map(({ key, rate }, i) => {
      const after = ahead[i]! + (allowed ? 1_000 / rate.perSecond : 0);
      if (allowed) this.remember(key, nowMs + after);
      return verdictOf(rate, after, allowed || fits[i]!);
    });
  }

  private remember(key: string, arrival: number): void {
    this.arrivals.delete(key);
    this.arrivals.set(key, arrival);
    const [oldest] = this.arrivals.keys();
    if (this.arrivals.size > MAX_BUCKETS && oldest !== undefined) this.arrivals.delete(oldest);
  }
}
