import { env, EnvConfig } from '#libs/config';

export class WorkerConfig extends EnvConfig({
  WORKER_LIGHT_CONCURRENCY: env
    .integer(0, 500)
    .default(8)
    .describe('Quick stages that one worker runs at once; 0 leaves them to other workers.'),
  WORKER_MEDIA_CONCURRENCY: env
    .integer(0, 64)
    .default(2)
    .describe(
      'CPU-heavy stages that one worker runs at once: about one for each core. 0 leaves them to other workers.',
    ),
  WORKER_PROVIDER_CONCURRENCY: env
    .integer(0, 500)
    .default(8)
    .describe('Stages waiting for a provider that one worker runs at once; 0 leaves them to other workers.'),
}) {}
