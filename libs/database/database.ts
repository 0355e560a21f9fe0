import { createHash } from 'node:crypto';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Pool, QueryConfig, QueryResult } from 'pg';
import type { DataSource } from 'typeorm';
import { arrayLiteral } from './array-literal.js';
import { binaryArray, hasBinaryForm } from './binary-array.js';
import { isConnectionError } from './connection-error.js';
import { PipelinedConnection } from './pipelined-connection.js';
import { currentReach } from './tenant-context.js';
import { beginFor, TenantQuery } from './tenant-query.js';

/** Before a statement that is put together at run time: preparing each of them would fill every connection's memory. */
export const UNPREPARED = '/* unprepared */ ';

/** Runs parameterised SQL. The text must be a constant (it is prepared once per connection), or begin with `UNPREPARED`. */
export interface Sql {
  query<T>(text: string, params?: readonly unknown[]): Promise<T[]>;
}

interface Statement {
  name: string;
  /** By the parameter's number: of what type the SQL says that its elements are, as in `$1::uuid[]`. */
  elements: Map<number, string>;
}

const statements = new Map<string, Statement>();

function statementOf(text: string): Statement {
  const known = statements.get(text);
  if (known !== undefined) return known;
  const name = `s${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  const casts = [...text.matchAll(/\$(\d+)::(\w+)\[\]/g)].filter(([, , type]) => hasBinaryForm(type!));
  const statement = { name, elements: new Map(casts.map(([, nth, type]) => [Number(nth), type!])) };
  statements.set(text, statement);
  return statement;
}

function prepared(text: string, params: readonly unknown[]): QueryConfig {
  if (text.startsWith(UNPREPARED)) return { text, values: params.map((param) => valueOf(param)) };
  const { name, elements } = statementOf(text);
  return { name, text, values: params.map((param, index) => valueOf(param, elements.get(index + 1))) };
}

function valueOf(param: unknown, elementType?: string): unknown {
  if (!Array.isArray(param)) return param;
  const binary = elementType === undefined ? null : binaryArray(elementType, param);
  return binary ?? arrayLiteral(param) ?? param;
}

const sqlOn = (client: { query(statement: QueryConfig): Promise<QueryResult> }): Sql => ({
  async query<T>(text: string, params: readonly unknown[] = []): Promise<T[]> {
    return (await client.query(prepared(text, params))).rows as T[];
  },
});

const poolOf = (dataSource: DataSource): Pool => (dataSource.driver as unknown as { master: Pool }).master;

/**
 * SQL on TypeORM's own pool: on hot paths its repositories cost more than the query.
 *
 * With a second data source, this one's statements run bound to the tenant of the request (`tenant-context.ts`), and find
 * nothing where there is none; those within `acrossTenants` run on the second.
 */
export class Database implements Sql, OnApplicationShutdown {
  /**
   * For the statements that carry the groups of a `GroupCommit`: they reach across tenants, and one that is slow holds up those
   * behind it.
   */
  readonly pipelined: Sql;
  private readonly pool: Pool;
  private readonly kernelPool: Pool;
  private readonly bindsTenants: boolean;
  private readonly connection: PipelinedConnection;

  constructor(
    readonly dataSource: DataSource,
    private readonly kernel: DataSource = dataSource,
  ) {
    this.pool = poolOf(dataSource);
    this.kernelPool = poolOf(kernel);
    this.bindsTenants = kernel !== dataSource;
    this.connection = new PipelinedConnection(this.kernelPool.options);
    this.pipelined = sqlOn(this.connection);
  }

  async query<T>(text: string, params: readonly unknown[] = []): Promise<T[]> {
    const { pool, tenantId } = this.route();
    if (tenantId === null) return sqlOn(pool).query<T>(text, params);
    const result = await new Promise<QueryResult>((resolve, reject) => {
      const query = new TenantQuery(tenantId, prepared(text, params));
      const done = (error: Error | null, answer: QueryResult) => (error ? reject(error) : resolve(answer));
      (pool.query as unknown as (query: TenantQuery, values: undefined, done: unknown) => void)(
        query,
        undefined,
        done,
      );
    });
    return result.rows as T[];
  }

  /** Commits what `work` did, or rolls it back when `work` throws. `work` must use the `Sql` it is given. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const { pool, tenantId } = this.route();
    const client = await pool.connect();
    let broken: Error | undefined;
    // A connection that is lost while it is lent out says so in an event; unheard, the event would end the process.
    const onError = (error: Error): void => void (broken = error);
    client.on('error', onError);
    try {
      await client.query(tenantId === null ? 'BEGIN' : beginFor(tenantId));
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

  /** Closes what it has opened itself, and the second data source; the first belongs to whoever opened it. */
  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
    if (this.bindsTenants) await this.kernel.destroy();
  }

  /** Connections of this process's pools: for metrics. */
  poolState(): { size: number; idle: number; waiting: number } {
    const state = { size: 0, idle: 0, waiting: 0 };
    for (const pool of new Set([this.pool, this.kernelPool])) {
      state.size += pool.totalCount;
      state.idle += pool.idleCount;
      state.waiting += pool.waitingCount;
    }
    return state;
  }

  /** Where a statement is to run, and for whom. Without a tenant the bound pool's role sees no tenant's rows. */
  private route(): { pool: Pool; tenantId: string | null } {
    if (!this.bindsTenants) return { pool: this.pool, tenantId: null };
    const reach = currentReach();
    if (reach === 'all') return { pool: this.kernelPool, tenantId: null };
    return { pool: this.pool, tenantId: reach?.tenantId ?? null };
  }
}
