import { type Database, UNPREPARED } from '#libs/database';
import { ValidationError } from '#libs/kernel';
import { cursorAt, positionOf } from '../domain/cursor.js';
import type { Filter, FilterSchema } from '../domain/filter.js';
import { parseFilter } from '../domain/parser.js';
import { fits, KEY_TYPES, type SortKey } from '../domain/sort.js';
import { compileFilter } from './compile-filter.js';
import type { FilteredList } from './filter-reports.js';

/** A list that callers may filter, sort and go through by pages. All texts are SQL of ours. */
export interface ListDefinition {
  /** Stands in its cursors, so that no other list takes them. */
  name: string;
  table: string;
  columns: string;
  from: string;
  /** The column that says whose the rows are. */
  tenant: string;
  filters: FilterSchema;
  /** By the names that callers know, the default first; null: by `key` alone. With a minus the order is the other way round. */
  sorts: Readonly<Record<string, SortKey | null>>;
  /** Unique. */
  key: SortKey;
}

export interface ListQuery {
  limit: number;
  /** Opaque; good for the same list, sort and filter. */
  cursor?: string | undefined;
  /** In the grammar of `parseFilter`. */
  filter?: string | undefined;
  /** One of `sortsOf`; by default the first. */
  sort?: string | undefined;
}

/** Which rows are meant at all: conditions whose `$` parameters begin at 1. */
export interface Selection {
  conditions: readonly string[];
  params: readonly unknown[];
}

/** For statements that are planned once and run once: by their values, and with a scan where no index helps. */
export const PLAN_FOR_VALUES = `
SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'on', true),
       set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true)`;

/** The sorts that a list knows: each from the highest or newest, and from the other end. */
export const sortsOf = ({ sorts }: ListDefinition): [string, ...string[]] =>
  Object.keys(sorts).flatMap((name) => [`-${name}`, name]) as [string, ...string[]];

interface Order {
  keys: SortKey[];
  descending: boolean;
}

/**
 * One page of a list.
 * @throws ValidationError telling what is wrong with the filter, or that the cursor is of another list
 */
export async function readPage<T extends object>(
  database: Database,
  list: ListDefinition,
  selection: Selection,
  { limit, cursor, filter: text = '', sort = sortsOf(list)[0] }: ListQuery,
): Promise<{ rows: T[]; nextCursor: string | null }> {
  const filter = text.trim() === '' ? null : parseFilter(text, list.filters);
  const order = orderOf(list, sort);
  const mark = [list.name, sort, text, ...selection.params];
  const after = cursor === undefined ? null : positionAfter(mark, cursor, order);
  const { sql, params } = statementOf(list, selection, { filter, order, after, limit: limit + 1 });
  const rows = await run<T & { position: (string | number)[] }>(database, sql, params);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit).map(({ position: _, ...row }) => row as unknown as T),
    nextCursor: last === undefined ? null : cursorAt(mark, last.position),
  };
}

/** The list of all of a tenant's rows, for reports about how it is found. */
export const reported = (list: ListDefinition): FilteredList => ({
  table: list.table,
  schema: list.filters,
  statement: (tenantId, filter) =>
    statementOf(
      list,
      { conditions: [`${list.tenant} = $1`], params: [tenantId] },
      { filter, order: orderOf(list, sortsOf(list)[0]), after: null, limit: 21 },
    ),
  planning: PLAN_FOR_VALUES,
});

function orderOf({ sorts, key }: ListDefinition, sort: string): Order {
  const chosen = sorts[sort.replace(/^-/, '')] ?? null;
  return { keys: chosen === null ? [key] : [chosen, key], descending: sort.startsWith('-') };
}

function positionAfter(mark: unknown[], cursor: string, { keys }: Order): (string | number)[] {
  const position = positionOf(mark, cursor);
  if (position !== null && fits(keys, position)) return position;
  const message = 'must be the nextCursor of an earlier page of the same list, with the same sort and filter';
  throw new ValidationError([{ path: 'cursor', message }]);
}

/** Whose rows, filter, position: all in one condition, so that the planner can choose an index for it. */
function statementOf(
  { columns, from, filters }: ListDefinition,
  selection: Selection,
  wanted: { filter: Filter | null; order: Order; after: (string | number)[] | null; limit: number },
): { sql: string; params: unknown[] } {
  const { keys, descending } = wanted.order;
  const [params, conditions] = [[...selection.params], [...selection.conditions]];
  const bind = (value: unknown) => `$${params.push(value)}`;
  if (wanted.filter !== null) {
    const compiled = compileFilter(wanted.filter, filters, params.length + 1);
    params.push(...compiled.params);
    conditions.push(compiled.sql);
  }
  if (wanted.after !== null) {
    const values = wanted.after.map((value, index) => KEY_TYPES[keys[index]!.type].write(bind(value)));
    conditions.push(
      `(${keys.map(({ column }) => column).join(', ')}) ${descending ? '<' : '>'} (${values.join(', ')})`,
    );
  }
  const position = keys.map(({ column, type }) => KEY_TYPES[type].read(column)).join(', ');
  const order = keys.map(({ column }) => `${column} ${descending ? 'DESC' : 'ASC'}`).join(', ');
  // Without a filter there are few texts; with one there is no end of them.
  const sql = `${wanted.filter === null ? '' : UNPREPARED}SELECT ${columns}, jsonb_build_array(${position}) AS position
FROM ${from} WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${bind(wanted.limit)}`;
  return { sql, params };
}

const run = <T>(database: Database, sql: string, params: unknown[]): Promise<T[]> =>
  sql.startsWith(UNPREPARED)
    ? database.transaction(async (transaction) => {
        await transaction.query(PLAN_FOR_VALUES);
        return transaction.query<T>(sql, params);
      })
    : database.query<T>(sql, params);
