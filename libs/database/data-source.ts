import pg from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { migrations } from '#migrations';
import type { DatabaseConfig } from './database.config.js';
import { API_ROLE, type DatabaseRole } from './roles.js';
import { prepareForTenants } from './tenant-query.js';

const INT8_OID = 20;

/** What the server's word that a statement took too long may need on its way; after it, the connection counts as dead. */
const ANSWER_MS = 1_000;

// Micro-dollars, sizes and tokens are int8: safe as numbers below 2^53, and an unsafe one must not pass unseen.
pg.types.setTypeParser(INT8_OID, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} from the database is beyond 2^53`);
  return value;
});

/**
 * Statements are prepared and look rows up by key: planning them anew each time costs more than running them. A plan that was made
 * while a table was empty must not scan it when it is full, and one that changes many rows must take them in the order of its
 * parameters, or two of them could wait for each other: so nested loops over indexes, wherever there is one.
 */
const PLANNING = [
  'plan_cache_mode=force_generic_plan',
  'jit=off',
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

export type Entities = EntityTarget<ObjectLiteral>[];

export interface DataSourceOptions {
  entities?: Entities;
  /** Whose rights the connections have. Left out: those of the login itself. */
  role?: DatabaseRole;
}

/** The one way to describe a connection; timeouts are the server's, so that nothing waits or holds locks for ever. */
export function createDataSource(
  config: DatabaseConfig,
  { entities = [], role }: DataSourceOptions = {},
): DataSource {
  return new DataSource({
    type: 'postgres',
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    connectTimeoutMS: 10_000,
    synchronize: false,
    entities: entities as never,
    migrations,
    migrationsTransactionMode: 'each',
    applicationName: 'aiprod',
    extra: {
      keepAlive: true,
      statement_timeout: config.DATABASE_STATEMENT_TIMEOUT_MS,
      query_timeout: config.DATABASE_STATEMENT_TIMEOUT_MS + ANSWER_MS,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
      options: role === undefined ? PLANNING : `${PLANNING} -c role=${role}`,
      ...(role === API_ROLE && { onConnect: prepareForTenants }),
    },
  });
}
