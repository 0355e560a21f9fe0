export { isConnectionError } from './connection-error.js';
export { createDataSource } from './data-source.js';
export { Database, UNPREPARED } from './database.js';
export type { Sql } from './database.js';
export { DatabaseConfig } from './database.config.js';
export { DatabaseModule } from './database.module.js';
export { isDeadlock, isRefusedStatement } from './errors.js';
export { GroupCommit } from './group-commit.js';
export { migrate } from './migrate.js';
export type { ColumnType, TransferableColumn, TransferableTable } from './transferable-table.js';
export { API_ROLE, KERNEL_ROLE } from './roles.js';
export {
  acrossTenants,
  asTenant,
  bindTenant,
  bindToNobody,
  reachOfNow,
  runUnbound,
  within,
} from './tenant-context.js';
export { Notifications } from './notifications.js';
export type { NotificationHandlers } from './notifications.js';
