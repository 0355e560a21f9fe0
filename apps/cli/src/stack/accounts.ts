import { createAdmin, type Credentials, ensureFirstAdmin } from '#libs/auth';
import { createDataSource, Database, DatabaseConfig, migrate } from '#libs/database';

/** Adds an administrator. @throws AuthError */
export const addAdmin = (databaseUrl: string, email: string): Promise<Credentials> =>
  withDatabase(databaseUrl, (database) => createAdmin(database, { email }));

/** Adds an administrator where there is no user yet. */
export const addFirstAdmin = (databaseUrl: string, email: string): Promise<Credentials | null> =>
  withDatabase(databaseUrl, (database) => ensureFirstAdmin(database, { email }));

/** With the schema brought up to date. */
async function withDatabase<T>(databaseUrl: string, use: (database: Database) => Promise<T>): Promise<T> {
  await migrate(databaseUrl);
  const config = DatabaseConfig.fromEnv({
    ...process.env,
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '1',
  });
  const dataSource = await createDataSource(config).initialize();
  try {
    return await use(new Database(dataSource));
  } finally {
    await dataSource.destroy();
  }
}
