import type { QueryRunner } from 'typeorm';
import { createDataSource } from './data-source.js';
import { DatabaseConfig } from './database.config.js';
import { ENSURE_ROLES } from './roles.js';

// Any constant will do; it only has to be the same in every process of the project.
const MIGRATION_LOCK = 4_711_020_311;

/**
 * Brings the schema and its roles up to date. Processes that start together queue up behind an advisory lock; the later ones find
 * nothing to do. Whoever migrates owns the tables.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const config = DatabaseConfig.fromEnv({
    ...process.env,
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '2',
    DATABASE_STATEMENT_TIMEOUT_MS: '120000',
  });
  const dataSource = await createDataSource(config).initialize();
  try {
    const runner = dataSource.createQueryRunner();
    try {
      await runner.query("SET lock_timeout = '120s'");
      await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await runner.query(ENSURE_ROLES);
      await dataSource.runMigrations();
      await isolateTenants(runner);
    } finally {
      await runner.query('SELECT pg_advisory_unlock_all()');
      await runner.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

/** Covers the tables that the last migrations have brought, so that a migration can't forget it. Changes nothing that is covered. */
const isolateTenants = (runner: QueryRunner): Promise<unknown> =>
  runner.query('SELECT enable_tenant_isolation()');
