import { env, EnvConfig } from '#libs/config';

const MOST = 1_000_000;

export class LimitsConfig extends EnvConfig({
  LIMITS_ENABLED: env
    .flag()
    .default(true)
    .describe('Whether callers are limited at all; false for load tests and trusted networks.'),
  LIMIT_GENERAL_PER_SECOND: env
    .integer(1, MOST)
    .default(10)
    .describe(
      'Requests a second that a user, or an address that has not signed in, may make in the long run.',
    ),
  LIMIT_GENERAL_BURST: env.integer(1, MOST).default(50).describe('And so many at once.'),
  LIMIT_GENERATION_PER_SECOND: env
    .integer(1, MOST)
    .default(2)
    .describe(
      'Requests a second that begin work, such as submitting a job, that a user may make in the long run.',
    ),
  LIMIT_GENERATION_BURST: env.integer(1, MOST).default(20).describe('And so many at once.'),
  LIMIT_TENANT_FACTOR: env
    .integer(1, MOST)
    .default(10)
    .describe('All users of a tenant together may make so many times what one user may.'),
  LIMITS_PREFIX: env
    .text()
    .default('aiprod-limits')
    .describe('First part of every key of the limits in Redis.'),
  LIMITS_TIMEOUT_MS: env
    .integer(5, 10_000)
    .default(100)
    .describe('Without an answer of Redis for this long, each process counts on its own for a while.'),
}) {}
