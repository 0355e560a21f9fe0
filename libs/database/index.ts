export { isConnectionError } from './connection-error.js';
export { createDataSource } from './data-source.js';
export { Database, UNPREPARED } from './database.js';
export type { Sql } from './database.js';
export { DatabaseConfig } from './database.config.js';
export { DatabaseModule } from './database.module.js';
export { isDeadlock, isRefusedStatement } from './errors.js';
export { GroupCommit } from './group-commit.js';
export { migrate } from './migrate.js';
