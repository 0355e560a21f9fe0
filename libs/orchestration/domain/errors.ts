import { AppError, type ErrorClass } from '#libs/kernel';
import type { StageError } from './execution.js';

const NEXT_ACTION: Record<ErrorClass, string> = {
  input: 'Change the input as the message says and submit it again.',
  provider: 'Try again later, or choose another provider.',
  budget: 'Raise the budget or choose a cheaper preset, and submit it again.',
  internal: 'Submit it again; if it fails again, report it with the job id.',
};

/** What may be stored and shown of an error. The text of an unexpected one stays in the log: it may hold anything. */
export function describeError(error: unknown, stage: string | null): StageError {
  if (error instanceof AppError) {
    const { code, message, class: errorClass, retryable } = error;
    return { code, message, class: errorClass, retryable, stage, nextAction: NEXT_ACTION[errorClass] };
  }
  return {
    code: 'internal.unexpected',
    message: 'Something went wrong on our side',
    class: 'internal',
    retryable: true,
    stage,
    nextAction: NEXT_ACTION.internal,
  };
}
