import type { Sql } from '#libs/database';
import type { StageExecution } from '../domain/execution.js';
import { WRITE_DOWN } from './carried.sql.js';

/** Sees to it that these have rows of their own, which most statements about stages need. Where somebody else has done it, or the lease is lost, nothing happens. */
export async function writeDown(sql: Sql, ...executions: StageExecution[]): Promise<void> {
  const carried = executions.filter((execution) => execution.carried !== null);
  if (carried.length === 0) return;
  await sql.query(WRITE_DOWN, [carried.map(({ job }) => job.id), carried.map(({ id }) => id)]);
  for (const execution of carried) execution.carried = null;
}
