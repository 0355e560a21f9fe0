import { DefiniteFailure } from '#libs/orchestration';
import { ProviderAnswer } from '#libs/testing/faults';

/** @returns the failure for which nothing was charged; undefined where something may have been */
export function refusalOf(error: unknown): DefiniteFailure | undefined {
  if (!(error instanceof ProviderAnswer) || error.status >= 500) return undefined;
  return new DefiniteFailure('provider.refused', error.message, {
    retryable: error.status === 429,
    retryAfterMs: error.retryAfterSeconds * 1_000,
  });
}
