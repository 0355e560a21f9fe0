import { env, EnvConfig } from '#libs/config';

export class OrchestrationConfig extends EnvConfig({
  STAGE_LEASE_MS: env
    .integer(1_000, 600_000)
    .default(5_000)
    .describe(
      'How long a worker owns a stage without renewing. Renewed at a quarter of it; after it, another worker takes over.',
    ),
  STAGE_MAX_LEASE_LOSSES: env
    .integer(2, 10_000)
    .default(50)
    .describe(
      'A stage whose worker died or was cut off this often fails its job instead of taking more workers down.',
    ),
  PROVIDER_BREAKER_FAILURES: env
    .integer(1, 1_000)
    .default(5)
    .describe(
      'After so many calls in a row that failed or were not answered, a process leaves a provider alone for a while.',
    ),
  PROVIDER_BREAKER_PAUSE_MS: env
    .integer(10, 3_600_000)
    .default(10_000)
    .describe(
      'For so long; then one call is let through to see. Stages wait meanwhile, without using up attempts.',
    ),
  SWEEP_INTERVAL_MS: env
    .integer(100, 60_000)
    .default(2_000)
    .describe(
      'How often expired leases, due timers and forgotten messages are looked for, at least; known deadlines are met sooner.',
    ),
  OUTBOX_POLL_MS: env
    .integer(20, 60_000)
    .default(250)
    .describe(
      'How often the outbox is looked at without being told; after its own commits a process looks at once.',
    ),
  RETRY_BASE_MS: env
    .integer(1, 600_000)
    .default(15_000)
    .describe('Wait before the second attempt of a failed stage; doubles with every attempt.'),
  SCHEDULE_MISFIRE_GRACE_SECONDS: env
    .integer(0, 604_800)
    .default(300)
    .describe(
      'Ticks of schedules that were missed while no worker ran are made up for if they are not older than this.',
    ),
  READINESS_STALL_SECONDS: env
    .integer(1, 3_600)
    .default(15)
    .describe('Readiness fails when work that could go on has stood still for longer than this.'),
  WORKER_DRAIN_SECONDS: env
    .integer(0, 3_600)
    .default(20)
    .describe(
      'How long a worker that is told to stop lets running stages finish before it gives them back. Whatever stops it must wait longer.',
    ),
}) {}
