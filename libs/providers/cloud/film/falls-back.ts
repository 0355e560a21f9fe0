import { AppError } from '#libs/kernel';
import { DefiniteFailure } from '#libs/orchestration';

/**
 * Why this machine does the work instead; null for an error that is not to be got round: what may have been paid for, what is only
 * to be waited for, and what is our own mistake.
 */
export function reasonToFallBack(error: unknown): string | null {
  if (error instanceof DefiniteFailure) return error.message;
  return error instanceof AppError && error.class === 'budget' ? error.message : null;
}
