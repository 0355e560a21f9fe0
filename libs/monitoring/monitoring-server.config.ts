import { env, EnvConfig } from '#libs/config';

export class MonitoringServerConfig extends EnvConfig({
  WORKER_METRICS_PORT: env
    .integer(0, 65_535)
    .default(0)
    .describe(
      'Port on which a worker serves /metrics and /health; 0 switches it off. It asks for no credentials.',
    ),
  WORKER_METRICS_HOST: env.text().default('127.0.0.1').describe('Address that this port is bound to.'),
}) {}
