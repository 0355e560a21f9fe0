import { createDataSource, Database, DatabaseConfig, KERNEL_ROLE } from '#libs/database';
import { defaultDataDir, runningServices } from '#libs/embedded';
import { AppError } from '#libs/kernel';

/** Works on the database of DATABASE_URL, or of the system that runs on this machine. @throws AppError `cli.no_database` */
export async function withOpenDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const url = process.env.DATABASE_URL || runningServices(defaultDataDir())?.databaseUrl;
  if (!url) {
    throw new AppError('cli.no_database', 'Set DATABASE_URL, or start the system on this machine: npm start');
  }
  const config = DatabaseConfig.fromEnv({ ...process.env, DATABASE_URL: url, DATABASE_POOL_SIZE: '2' });
  const dataSource = await createDataSource(config, { role: KERNEL_ROLE }).initialize();
  try {
    return await use(new Database(dataSource));
  } finally {
    await dataSource.destroy();
  }
}
