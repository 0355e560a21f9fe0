import { isId } from '#libs/kernel';

/** What rows are put in order by. `column` is SQL, a constant of ours, and never null; a time is told in microseconds since 1970. */
export interface SortKey {
  column: string;
  type: 'text' | 'integer' | 'time' | 'uuid';
}

type Value = string | number;

interface KeyType {
  /** As it stands in a cursor. */
  read(column: string): string;
  write(param: string): string;
  accepts(value: unknown): boolean;
}

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);

export const KEY_TYPES: Readonly<Record<SortKey['type'], KeyType>> = {
  text: {
    read: (column) => column,
    write: (param) => `${param}::text`,
    accepts: (value) => typeof value === 'string' && !value.includes('\0'),
  },
  integer: { read: (column) => column, write: (param) => `${param}::bigint`, accepts: isWhole },
  time: {
    read: (column) => `(extract(epoch FROM ${column}) * 1000000)::bigint`,
    write: (param) => `(timestamptz 'epoch' + ${param}::bigint * interval '1 microsecond')`,
    accepts: isWhole,
  },
  uuid: {
    read: (column) => `${column}::text`,
    write: (param) => `${param}::uuid`,
    accepts: (value) => typeof value === 'string' && isId(value),
  },
};

/** Whether a cursor's values are of these keys: whoever sends one may have made it up. */
export const fits = (keys: readonly SortKey[], values: readonly unknown[]): values is Value[] =>
  keys.length === values.length && keys.every(({ type }, index) => KEY_TYPES[type].accepts(values[index]));
