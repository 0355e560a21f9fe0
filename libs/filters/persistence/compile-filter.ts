import type {
  FieldType,
  Filter,
  FilterField,
  FilterSchema,
  FilterValue,
  Operator,
} from '../domain/filter.js';
import { idBounds } from './id-bounds.js';

/** A condition in SQL, with `$` parameters; nothing of the filter's text is part of `sql`. */
export interface CompiledFilter {
  sql: string;
  params: unknown[];
}

const SQL_TYPE: Readonly<Record<FieldType, string>> = {
  string: 'text',
  enum: 'text',
  integer: 'bigint',
  decimal: 'double precision',
  boolean: 'boolean',
  date: 'timestamptz',
  uuid: 'uuid',
};

type Comparison = Extract<Filter, { kind: 'compare' }>;

/** @param firstParam the number of the first `$` parameter that is free */
export function compileFilter(filter: Filter, schema: FilterSchema, firstParam: number): CompiledFilter {
  const params: unknown[] = [];
  const bind = (value: unknown): string => {
    params.push(value);
    return `$${firstParam + params.length - 1}`;
  };
  const compile = (part: Filter): string => {
    if (part.kind === 'not') return `(${compile(part.part)}) IS NOT TRUE`;
    if (part.kind === 'compare') return bounded(part, schema[part.field] as FilterField, bind);
    return `(${part.parts.map(compile).join(part.kind === 'and' ? ' AND ' : ' OR ')})`;
  };
  return { sql: compile(filter), params };
}

function bounded(part: Comparison, field: FilterField, bind: (value: unknown) => string): string {
  const condition = comparison(part, field, bind);
  const bounds = part.value === null ? [] : idBounds(field, part.operator, part.value);
  if (bounds.length === 0) return condition;
  const onIds = bounds.map(({ sign, id }) => `${field.ids!.column} ${sign} ${bind(id)}::uuid`);
  return `(${[condition, ...onIds].join(' AND ')})`;
}

function comparison(
  { operator, value }: Comparison,
  { column, type }: FilterField,
  bind: (value: unknown) => string,
): string {
  if (value === null) return `${column} IS ${operator === '=' ? '' : 'NOT '}NULL`;
  const sqlType = SQL_TYPE[type];
  if (Array.isArray(value)) {
    const anyOf = `${column} = ANY (${bind(value)}::${sqlType}[])`;
    return operator === 'in' ? anyOf : `(${anyOf}) IS NOT TRUE`;
  }
  // Text is ordered by code points, whatever the database's language.
  const compared = type === 'string' ? `${column} COLLATE "C"` : column;
  const simple = (sign: string, parameter: unknown = value, left = column) =>
    `${left} ${sign} ${bind(parameter)}::${sqlType}`;
  /** No index but a tree knows what LIKE means; all know what comes before and after. */
  const withPrefix = (prefix: string): string[] => {
    const end = prefixEnd(prefix);
    return end === null ? [] : [simple('>=', prefix, compared), simple('<', end, compared)];
  };
  const cases: Record<Exclude<Operator, 'in' | '!in'>, () => string> = {
    '=': () => simple('='),
    '!=': () => simple('IS DISTINCT FROM'),
    '>': () => simple('>', value, compared),
    '<': () => simple('<', value, compared),
    '>=': () => simple('>=', value, compared),
    '<=': () => simple('<=', value, compared),
    like: () => simple('LIKE'),
    '!like': () => `(${simple('LIKE')}) IS NOT TRUE`,
    starts: () => `(${[simple('LIKE', `${literally(value)}%`), ...withPrefix(String(value))].join(' AND ')})`,
    ends: () => simple('LIKE', `%${literally(value)}`),
  };
  return cases[operator as keyof typeof cases]();
}

/** The first text that comes after all that begin so, by code points; null where it can't be said simply. */
function prefixEnd(prefix: string): string | null {
  const last = [...prefix].at(-1);
  const next = (last?.codePointAt(0) ?? Infinity) + 1;
  // Half characters, which no text has, and the end of all characters.
  if (next > 0x10ffff || (next >= 0xd800 && next <= 0xdfff)) return null;
  return prefix.slice(0, prefix.length - last!.length) + String.fromCodePoint(next);
}

/** A text as a pattern that matches itself alone. */
const literally = (value: FilterValue): string => String(value).replace(/[\\%_]/g, '\\$&');
