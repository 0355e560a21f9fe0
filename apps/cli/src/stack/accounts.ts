import { createDataSource, Database, DatabaseConfig, migrate } from '#libs/database';
import type { Credentials } from '../api/api-types.js';

interface Auth {
  createAdmin(database: Database, account: { email: string }): Promise<Credentials>;
  ensureFirstAdmin(database: Database, account: { email: string }): Promise<Credentials | null>;
}

// INTEGRATE: a plain `import { createAdmin, ensureFirstAdmin } from '#libs/auth'` once that library is on main.
const AUTH: string = '#libs/auth';

/** Adds an administrator. @throws AuthError */
export const addAdmin = (databaseUrl: string, email: string): Promise<Credentials> =>
  withDatabase(databaseUrl, async (database) => (await auth()).createAdmin(database, { email }));

/** Adds an administrator where there is no user yet. */
export const addFirstAdmin = (databaseUrl: string, email: string): Promise<Credentials | null> =>
  withDatabase(databaseUrl, async (database) => (await auth()).ensureFirstAdmin(database, { email }));

const auth = () => import(AUTH) as Promise<Auth>;

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
