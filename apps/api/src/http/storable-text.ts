/** Escapes that may stand for what PostgreSQL's text can't hold; nearly every body has none, and is not looked at more closely. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Whether all texts of a parsed JSON body, and the names of its fields, can be stored: no character zero, no half of a surrogate pair. */
export function holdsOnlyStorableText(json: string, value: unknown): boolean {
  return !SUSPICIOUS.test(json) || every(value);
}

function every(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, field]) => isStorable(name) && every(field));
}
