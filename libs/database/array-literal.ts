const NEEDS_QUOTES = /["\\{},\s]|^$|^null$/i;

/**
 * What PostgreSQL reads as an array of these. The driver does this as well, but takes longer for it than for the rest of a statement
 * that carries a group of jobs.
 * @returns null for a list of anything else, which is left to the driver
 */
export function arrayLiteral(list: readonly unknown[]): string | null {
  const elements: string[] = [];
  for (const value of list) {
    const element = elementOf(value);
    if (element === null) return null;
    elements.push(element);
  }
  return `{${elements.join(',')}}`;
}

function elementOf(value: unknown): string | null {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return null;
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : value;
}
