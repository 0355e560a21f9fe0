import type { JobView } from '#libs/orchestration';

const ENDED = new Set(['completed', 'failed', 'cancelled']);
const ROUNDING = 10_000;

/**
 * How far a cost lies from the middle of the job's estimate, as a share of it: 0.1 is a tenth more than expected. 1 where nothing was
 * expected and something was spent; null for a job that runs or was never estimated.
 */
export function estimateErrorOf(
  { status, estimate }: Pick<JobView, 'status' | 'estimate'>,
  spentMicros: number,
): number | null {
  if (estimate === null || !ENDED.has(status)) return null;
  const expected = (estimate.lowMicros + estimate.highMicros) / 2;
  if (expected === 0) return spentMicros === 0 ? 0 : 1;
  return Math.round(((spentMicros - expected) / expected) * ROUNDING) / ROUNDING;
}
