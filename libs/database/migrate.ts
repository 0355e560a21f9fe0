import { createDataSource } from './data-source.js';
import { DatabaseConfig } from './database.config.js';

// Any constant will do; it only has to be the same in every process of the project.
const MIGRATION_LOCK = 4_711_020_311;

/** Brings the schema up to date. Processes that start together queue up behind an advisory lock; the later ones find nothing to do. */
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
      await dataSource.runMigrations();
    } finally {
      await runner.query('SELECT pg_advisory_unlock_all()');
      await runner.release();
    }
  } finally {
    await dataSource.destroy();
  }
}
