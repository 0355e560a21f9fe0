import { DefiniteFailure } from '#libs/orchestration';

/** Does what comes before a call. When it fails, nothing was asked and nothing is owed. */
export async function beforeSending<T>(provider: string, prepare: () => T | Promise<T>): Promise<T> {
  try {
    return await prepare();
  } catch (error) {
    const why = error instanceof Error ? error.message : 'an unknown error';
    throw new DefiniteFailure('provider.rejected', `${provider} was not asked: ${why}`, {
      retryable: false,
      cause: error,
    });
  }
}
