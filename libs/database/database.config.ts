import { env, EnvConfig } from '#libs/config';

export class DatabaseConfig extends EnvConfig({
  DATABASE_URL: env
    .url('postgres', 'postgresql')
    .describe('PostgreSQL 15 or later, e.g. postgres://user:password@host:5432/aiprod.'),
  DATABASE_KERNEL_URL: env
    .url('postgres', 'postgresql')
    .optional()
    .describe(
      'A login for what works across tenants, a member of the role aiprod_kernel. Left out: DATABASE_URL, whose login then has to be a member of aiprod_api and of aiprod_kernel.',
    ),
  DATABASE_MIGRATION_URL: env
    .url('postgres', 'postgresql')
    .optional()
    .describe('The login that owns the tables and changes the schema at the start. Left out: DATABASE_URL.'),
  DATABASE_POOL_SIZE: env
    .integer(1, 200)
    .default(10)
    .describe('Connections in the pools of one process; one or two more stay open beside them.'),
  DATABASE_STATEMENT_TIMEOUT_MS: env
    .integer(100, 600_000)
    .default(10_000)
    .describe(
      'A statement that runs longer is cancelled by the server; a connection that stays silent a second longer is replaced.',
    ),
}) {}
