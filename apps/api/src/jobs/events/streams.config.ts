import { env, EnvConfig } from '#libs/config';

export class StreamsConfig extends EnvConfig({
  STREAMS_PER_USER: env
    .integer(1, 100_000)
    .default(50)
    .describe('Streams of events that one user may have open at once at one API process.'),
  STREAM_HEARTBEAT_MS: env
    .integer(100, 300_000)
    .default(15_000)
    .describe('How often a stream of events shows that it is alive; less than what proxies take for dead.'),
  STREAM_SLOW_MS: env
    .integer(100, 600_000)
    .default(10_000)
    .describe(
      'A client that takes nothing for so long although there is something is cut off, and may resume.',
    ),
}) {}
