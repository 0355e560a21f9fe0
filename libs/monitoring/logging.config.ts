import { env, EnvConfig } from '#libs/config';

export class LoggingConfig extends EnvConfig({
  LOG_LEVEL: env
    .choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent')
    .default('info')
    .describe('The least serious kind of log line that is written.'),
}) {}
