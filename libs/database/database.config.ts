import { env, EnvConfig } from '#libs/config';

export class DatabaseConfig extends EnvConfig({
  DATABASE_URL: env
    .url('postgres', 'postgresql')
    .describe('PostgreSQL 15 or later, e.g. postgres://user:password@host:5432/aiprod.'),
  DATABASE_POOL_SIZE: env.integer(1, 200).default(10).describe('Connections that one process may hold.'),
  DATABASE_STATEMENT_TIMEOUT_MS: env
    .integer(100, 600_000)
    .default(10_000)
    .describe(
      'A statement that runs longer is cancelled by the server; a connection that stays silent a second longer is replaced.',
    ),
}) {}
