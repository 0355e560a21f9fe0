import { AppError } from '#libs/kernel';

export type IdempotencyErrorCode = 'idempotency.in_flight' | 'idempotency.key_reused';

export const keyReused = (): AppError<IdempotencyErrorCode> =>
  new AppError(
    'idempotency.key_reused',
    'This Idempotency-Key belongs to a request with another body; send a new key with a new request',
    { class: 'input' },
  );

export const inFlight = (retryAfterSeconds: number): AppError<IdempotencyErrorCode> =>
  new AppError(
    'idempotency.in_flight',
    'A request with this Idempotency-Key is being served; send it again later for its answer',
    { class: 'input', retryable: true, details: { retryAfterSeconds } },
  );
