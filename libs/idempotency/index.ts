export type { IdempotencyErrorCode } from './idempotency.errors.js';
export { inFlight } from './idempotency.errors.js';
export { IdempotencyModule } from './idempotency.module.js';
export { StoredAnswer } from './idempotent-request.js';
export type { IdempotentRequest } from './idempotent-request.js';
export { IdempotencyKeys } from './persistence/idempotency-keys.js';
