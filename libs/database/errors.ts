import pg from 'pg';

/** Classes of SQLSTATE that say something about the server, not about the statement: shutting down, out of resources, system error. */
const SERVER_TROUBLE = ['08', '53', '57', '58'];

/** Whether the server has understood and refused a statement: nothing of it was done, and the connection is fine. */
export const isRefusedStatement = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && !SERVER_TROUBLE.includes(error.code?.slice(0, 2) ?? '08');

const DEADLOCK_DETECTED = '40P01';

/** Whether the server has rolled a transaction back because it and another waited for each other: it can be run again. */
export const isDeadlock = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === DEADLOCK_DETECTED;
