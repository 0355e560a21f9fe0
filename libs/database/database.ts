import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { arrayLiteral } from './array-literal.js';
import { isConnectionError } from './connection-error.js';

/** Before a statement that is put together at run time: preparing each of them would fill every connection's memory. */
export const UNPREPARED = '/* unprepared */ ';

/** Runs parameterised SQL. The text must be a constant (it is prepared once per connection), or begin with `UNPREPARED`. */
export interface Sql {
  query<T>(text: string, params?: readonly unknown[]): Promise<T[]>;
}

const names = new Map<string, string>();

function statementName(text: string): string | undefined {
  if (text.startsWith(UNPREPARED)) return undefined;
  let name = names.get(text);
  if (name === undefined) {
    name = `s${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
    names.set(text, name);
  }
  return name;
}

const valueOf = (param: unknown): unknown => (Array.isArray(param) ? (arrayLiteral(param) ?? param) : param);

const sqlOn = (client: Pool | PoolClient): Sql => ({
  async query<T>(text: string, params: readonly unknown[] = []): Promise<T[]> {
    const name = statementName(text);
    const result = await client.query({ ...(name !== undefined && { name }), text, values: params.map(valueOf) });
    return result.rows as T[];
  },
});

/** SQL on TypeORM's own pool: on hot paths its repositories cost more than the query. */
export class Database implements Sql {
  private readonly pool: Pool;
  private readonly sql: Sql;

  constructor(readonly dataSource: DataSource) {
    this.pool = (dataSource.driver as unknown as { master: Pool }).master;
    this.sql = sqlOn(this.pool);
  }

  query<T>(text: string, params: readonly unknown[] = []): Promise<T[]> {
    return this.sql.query<T>(text, params);
  }

  /** Commits what `work` did, or rolls it back when `work` throws. `work` must use the `Sql` it is given. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    // A connection that is lost while it is lent out says so in an event; unheard, the event would end the process.
    const onError = (error: Error): void => void (broken = error);
    client.on('error', onError);
    try {
      await client.query('BEGIN');
      const result = await work(sqlOn(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // On a connection that is lost or silent a ROLLBACK would wait in vain; closing it rolls back as well.
      if (isConnectionError(error)) broken ??= error as Error;
      else await client.query('ROLLBACK').catch((rollbackError: Error) => (broken = rollbackError));
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  /** Connections of this process's pool: for metrics. */
  poolState(): { size: number; idle: number; waiting: number } {
    return { size: this.pool.totalCount, idle: this.pool.idleCount, waiting: this.pool.waitingCount };
  }
}
