/** The twelve operators. `like` knows `%` (anything) and `_` (one character), which a backslash takes literally. */
export const OPERATORS = [
  '=',
  '!=',
  '>',
  '<',
  '>=',
  '<=',
  'in',
  '!in',
  'like',
  '!like',
  'starts',
  'ends',
] as const;

export type Operator = (typeof OPERATORS)[number];

export type FieldType = 'string' | 'integer' | 'decimal' | 'boolean' | 'date' | 'uuid' | 'enum';

/** A field that may be filtered by. `column` is SQL and a constant of ours; nothing of a request ever comes into it. */
export interface FilterField {
  type: FieldType;
  column: string;
  nullable?: boolean;
  /** Of a date: the rows' ids of version 7, and whether the rows were made then, or by then. */
  ids?: { column: string; rows: 'made' | 'made before' };
  /** Of an enum. */
  values?: readonly string[];
}

/** By the names that callers know. */
export type FilterSchema = Readonly<Record<string, FilterField>>;

/** Dates are ISO 8601 in UTC with milliseconds. */
export type FilterValue = string | number | boolean;

/**
 * What is asked for. A condition either holds or does not: a field without a value is not equal to anything, so that each operator with `!`
 * is the exact opposite of the one without.
 */
export type Filter =
  | { kind: 'and' | 'or'; parts: Filter[] }
  | { kind: 'not'; part: Filter }
  | { kind: 'compare'; field: string; operator: Operator; value: FilterValue | FilterValue[] | null };

const EQUALITY = ['=', '!=', 'in', '!in'] as const;
const ORDER = ['>', '<', '>=', '<='] as const;

/** What can be asked of each type. */
export const OPERATORS_OF: Readonly<Record<FieldType, readonly Operator[]>> = {
  string: OPERATORS,
  integer: [...EQUALITY, ...ORDER],
  decimal: [...EQUALITY, ...ORDER],
  date: [...EQUALITY, ...ORDER],
  boolean: EQUALITY,
  uuid: EQUALITY,
  enum: EQUALITY,
};
