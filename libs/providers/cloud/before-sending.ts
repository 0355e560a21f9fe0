import { AppError } from '#libs/kernel';
import { DefiniteFailure } from '#libs/orchestration';

/** What must not be sent, as it could only be refused or cost more than was reserved. */
export const unfit = (why: string): AppError =>
  new AppError('provider.unfit_request', why, { class: 'provider' });

/** Does what comes before a call. When it fails, nothing was asked and nothing is owed. */
export async function beforeSending<T>(provider: string, prepare: () => T | Promise<T>): Promise<T> {
  try {
    return await prepare();
  } catch (error) {
    const why = error instanceof AppError ? error.message : 'the request could not be made ready';
    throw new DefiniteFailure('provider.rejected', `${provider} was not asked: ${why}`, {
      retryable: false,
      cause: error,
    });
  }
}
