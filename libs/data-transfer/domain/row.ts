import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isId, type JsonObject, type JsonValue } from '#libs/kernel';
import type { ColumnSpec, TableSpec } from './table-spec.js';

/** A row of a table, by column. Times and dates are PostgreSQL's own text, in UTC. */
export type Row = Record<string, JsonValue>;

const TIME = /^(-?infinity|\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00)$/;

const TYPES: Record<ColumnSpec['type'], z.ZodType> = {
  id: z.string().refine(isId, { error: 'must be a UUID' }),
  text: z.string(),
  texts: z.array(z.string()),
  integer: z.int(),
  real: z.number(),
  boolean: z.boolean(),
  time: z.string().regex(TIME, { error: 'must be a time of PostgreSQL in UTC' }),
  date: z.string().regex(/^\d{4,6}-\d\d-\d\d$/, { error: 'must be a date' }),
  json: z.json(),
};

/** What each row of a table must look like. */
export function rowSchema({ columns }: TableSpec): z.ZodType<Row> {
  const shape = Object.entries(columns).map(([name, { type, nullable }]) => {
    return [name, nullable ? TYPES[type].nullable() : TYPES[type]];
  });
  return z.strictObject(Object.fromEntries(shape) as z.ZodRawShape) as unknown as z.ZodType<Row>;
}

/** Every reference to stored content within a JSON value: an object with hash, size and media type. */
export function* blobsIn(value: JsonValue | undefined): Generator<{ sha256: string; mediaType: string }> {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const element of value) yield* blobsIn(element);
    return;
  }
  const { sha256, mediaType, size } = value;
  if (typeof sha256 === 'string' && typeof mediaType === 'string' && typeof size === 'number') {
    yield { sha256, mediaType };
  }
  for (const field of Object.values(value)) yield* blobsIn(field);
}

/**
 * The id that stands for `id` in a copy under another tenant: always the same, so that an import that is run again finds what it
 * wrote. It keeps the time that a version 7 id begins with: lists are in the order of ids.
 */
export function remappedId(id: string, target: string): string {
  const bytes = createHash('sha256').update(`${target}:${id.toLowerCase()}`).digest().subarray(0, 16);
  Buffer.from(id.replaceAll('-', ''), 'hex').copy(bytes, 0, 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const text = bytes.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}

/** How the rows of an archive are written under the target tenant. */
export interface Mapping {
  /** Of ids as such. */
  id(id: string): string;
  /** Of texts, which may be ids of rows of the archive. */
  text(text: string): string;
  /** Of values that a whole system has once. */
  unique(text: string, kind: 'text' | 'email'): string;
}

export function mapRow(row: Row, { columns }: TableSpec, mapping: Mapping): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, mapValue(value, columns[name]!, mapping)]),
  );
}

function mapValue(value: JsonValue, { type, unique }: ColumnSpec, mapping: Mapping): JsonValue {
  if (value === null) return null;
  if (type === 'id') return mapping.id(value as string);
  if (type === 'json') return mapTexts(value, mapping);
  if (type !== 'text') return value;
  return unique ? mapping.unique(value as string, unique) : mapping.text(value as string);
}

function mapTexts(value: JsonValue, mapping: Mapping): JsonValue {
  if (typeof value === 'string') return mapping.text(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((element) => mapTexts(element, mapping));
  const fields = Object.entries(value as Record<string, JsonValue>);
  return Object.fromEntries(fields.map(([name, field]) => [name, mapTexts(field, mapping)])) as JsonObject;
}
