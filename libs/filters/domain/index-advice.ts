import type { Filter, FilterField, FilterSchema, Operator } from './filter.js';

/** An index as PostgreSQL has it: its name and its key columns, in order. */
export interface KnownIndex {
  name: string;
  columns: string[];
}

export type IndexAdvice =
  | { kind: 'exists'; index: string }
  | { kind: 'create'; columns: string[]; statement: string }
  | { kind: 'none'; reason: string };

const EXACT: readonly Operator[] = ['=', 'in'];
const RANGE: readonly Operator[] = ['>', '<', '>=', '<='];
const SORT_COLUMN = 'id';

/**
 * Which index serves a list of the tenant's rows by this filter, the newest first: the columns that are compared exactly, then one range or
 * the order itself.
 */
export function adviseIndex(
  filter: Filter,
  schema: FilterSchema,
  table: string,
  known: readonly KnownIndex[],
): IndexAdvice {
  const conditions = filter.kind === 'and' ? filter.parts : [filter];
  if (conditions.some(({ kind }) => kind === 'or')) {
    return {
      kind: 'none',
      reason: 'no single index serves alternatives (OR); filter by each of them on its own',
    };
  }
  const columnsBy = (operators: readonly Operator[], by: (field: FilterField) => boolean): string[] => [
    ...new Set(
      conditions.flatMap((part) => {
        if (part.kind !== 'compare' || !operators.includes(part.operator)) return [];
        const field = schema[part.field]!;
        return by(field) ? [bare(field.ids?.column ?? field.column)] : [];
      }),
    ),
  ];
  // Whatever is said of the time at which a row was made is looked up in a stretch of ids.
  const exact = columnsBy(EXACT, ({ ids }) => ids === undefined);
  const [range] = [
    ...columnsBy(EXACT, ({ ids }) => ids !== undefined),
    ...columnsBy(RANGE, () => true),
  ].filter((column) => !exact.includes(column));
  if (exact.length === 0 && range === undefined) {
    return {
      kind: 'none',
      reason: 'only =, in, >, <, >= and <= can be looked up; what is left is filtered row by row',
    };
  }
  const columns = ['tenant_id', ...exact, range ?? SORT_COLUMN];
  const serving = known.find(({ columns: has }) => serves(has, exact, range));
  if (serving !== undefined) return { kind: 'exists', index: serving.name };
  const list = columns.map((column) => (column === SORT_COLUMN ? 'id DESC' : column)).join(', ');
  return { kind: 'create', columns, statement: `CREATE INDEX CONCURRENTLY ON ${table} (${list})` };
}

function serves(has: readonly string[], exact: readonly string[], range: string | undefined): boolean {
  const head = has.slice(1, exact.length + 1);
  const isHead = exact.every((column) => head.includes(column)) && has[0] === 'tenant_id';
  return isHead && (range === undefined || has[exact.length + 1] === range);
}

/** Without the alias of the list's statement. */
const bare = (column: string): string => column.replaceAll(/\bj\./g, '');
