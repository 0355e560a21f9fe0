import type { FilterField, FilterValue } from './filter.js';

const NUMBER = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d))?$/i;

/** What a value of the field looks like, for a sentence that begins with "must be". */
export function expectation({ type, values = [] }: FilterField): string {
  switch (type) {
    case 'string':
      return 'text, such as "bread"';
    case 'integer':
      return 'a whole number';
    case 'decimal':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'date':
      return 'a day or a time such as 2026-11-21 or 2026-11-21T09:30:00Z';
    case 'uuid':
      return 'a UUID';
    case 'enum':
      return `one of ${values.join(', ')}`;
  }
}

/** @returns null where the text is no value of the field's type */
export function valueOf(field: FilterField, text: string): FilterValue | null {
  switch (field.type) {
    case 'string':
      // PostgreSQL's text has no character zero.
      return text.includes('\0') ? null : text;
    case 'integer':
    case 'decimal':
      return numberOf(text, field.type === 'integer');
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : null;
    case 'date':
      return dateOf(text);
    case 'uuid':
      return UUID.test(text) ? text.toLowerCase() : null;
    case 'enum':
      return field.values?.includes(text) ? text : null;
  }
}

function numberOf(text: string, whole: boolean): number | null {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  const fits = whole ? Number.isSafeInteger(value) : Number.isFinite(value);
  return fits ? value : null;
}

function dateOf(text: string): string | null {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return null;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const daysOfMonth = m >= 1 && m <= 12 ? new Date(Date.UTC(2_000 + (y % 400), m, 0)).getUTCDate() : 0;
  if (d < 1 || d > daysOfMonth) return null;
  const time = new Date(text.toUpperCase());
  const utcYear = time.getUTCFullYear();
  return utcYear >= 1 && utcYear <= 9_999 ? time.toISOString() : null;
}
