import type { JsonObject } from './json.js';

/** Who has to act on an error: the caller, a provider, whoever holds the budget, or us. */
export type ErrorClass = 'input' | 'provider' | 'budget' | 'internal';

/**
 * The one error type that libraries throw on purpose. `code` is stable and machine-readable ("job.not_found");
 * `message` says what happened and what would be right; `details` must be safe to show to the caller.
 * HTTP knows nothing of it until `apps/api` maps the code to a problem.
 */
export class AppError<Code extends string = string> extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: Code,
    message: string,
    readonly options: {
      class?: ErrorClass;
      retryable?: boolean;
      details?: JsonObject;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
  }

  get class(): ErrorClass {
    return this.options.class ?? 'internal';
  }

  get retryable(): boolean {
    return this.options.retryable ?? false;
  }
}

/** One wrong field of an input: `path` as the caller wrote it ("input.durationSec"), `message` says what would be right. */
export interface FieldError {
  path: string;
  message: string;
}

/** Input that can't be accepted; every failing field is named. */
export class ValidationError extends AppError<'input.invalid'> {
  constructor(readonly fields: FieldError[]) {
    super('input.invalid', fields.map((f) => `${f.path}: ${f.message}`).join('; '), {
      class: 'input',
      details: { errors: fields.map((f) => ({ ...f })) },
    });
  }
}
