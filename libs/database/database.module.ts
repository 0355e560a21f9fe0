import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { createDataSource } from './data-source.js';
import { Database } from './database.js';
import { DatabaseConfig } from './database.config.js';
import { migrate } from './migrate.js';
import { API_ROLE, KERNEL_ROLE } from './roles.js';

/** Of the connections of a process that serves tenants, those for the work that it does across them. */
const KERNEL_SHARE = 0.4;

const migrated = async (config: DatabaseConfig): Promise<void> =>
  migrate(config.DATABASE_MIGRATION_URL ?? config.DATABASE_URL);

/** Connects, after the schema has been brought up to date. Features add their entities with `TypeOrmModule.forFeature`. */
@Module({})
export class DatabaseModule {
  /** For a process that works for all tenants alike, such as a worker. */
  static forRoot(): DynamicModule {
    const kernel = () => createDataSource(forKernel(DatabaseConfig.fromEnv()), { role: KERNEL_ROLE });
    return moduleOf(kernel, (dataSource) => Promise.resolve(new Database(dataSource)));
  }

  /** For a process that serves tenants: row-level security binds each statement to the tenant that it runs for. */
  static forTenants(): DynamicModule {
    const forTenants = () => {
      const config = DatabaseConfig.fromEnv();
      return createDataSource(sized(config, config.DATABASE_POOL_SIZE - kernelShare(config)), {
        role: API_ROLE,
      });
    };
    return moduleOf(forTenants, async (dataSource) => {
      const config = DatabaseConfig.fromEnv();
      const kernel = createDataSource(sized(forKernel(config), kernelShare(config)), { role: KERNEL_ROLE });
      return new Database(dataSource, await kernel.initialize());
    });
  }
}

function moduleOf(
  describe: () => DataSource,
  open: (dataSource: DataSource) => Promise<Database>,
): DynamicModule {
  return {
    module: DatabaseModule,
    global: true,
    imports: [
      TypeOrmModule.forRootAsync({
        useFactory: () => ({ ...describe().options, autoLoadEntities: true, retryAttempts: 3 }),
        dataSourceFactory: async (options) => {
          await migrated(DatabaseConfig.fromEnv());
          return new DataSource(options!).initialize();
        },
      }),
    ],
    providers: [{ provide: Database, inject: [DataSource], useFactory: open }],
    exports: [Database],
  };
}

const kernelShare = ({ DATABASE_POOL_SIZE: size }: DatabaseConfig): number =>
  Math.max(1, Math.floor(size * KERNEL_SHARE));

const sized = (config: DatabaseConfig, size: number): DatabaseConfig => ({
  ...config,
  DATABASE_POOL_SIZE: Math.max(1, size),
});

const forKernel = (config: DatabaseConfig): DatabaseConfig => ({
  ...config,
  DATABASE_URL: config.DATABASE_KERNEL_URL ?? config.DATABASE_URL,
});
