import { env, EnvConfig } from '#libs/config';

export class IdempotencyConfig extends EnvConfig({
  IDEMPOTENCY_TTL_HOURS: env
    .integer(1, 720)
    .default(24)
    .describe('For this long a request that is sent again with its Idempotency-Key gets its first answer.'),
  IDEMPOTENCY_LOCK_SECONDS: env
    .integer(1, 3_600)
    .default(60)
    .describe(
      'When a process dies while it serves such a request, the key can be used again after this time.',
    ),
}) {}
