import { hashJson, ValidationError, type JsonObject, type JsonValue } from '#libs/kernel';

export interface CacheKeyParts {
  /** What is generated: "script", "plan". */
  kind: string;
  input: JsonValue;
  model: string;
  /** Of whatever turns the input into the output: the agent, the prompt. */
  version: string;
  parameters?: JsonObject;
}

/**
 * The name of a generation's result: SHA-256 (hex) over what it is made from, in canonical form. Strings count as Unicode NFC,
 * trimmed, with every run of white space as one space; objects without the order of their keys and
 * without fields that are `undefined`. Any other difference gives another key.
 *
 * @throws ValidationError for a number that JSON can't write
 */
export function cacheKey(parts: CacheKeyParts): string {
  const { kind, input, model, version, parameters } = parts;
  return hashJson(canonical({ kind, input, model, version, parameters }, ''));
}

function canonical(value: JsonValue, path: string): JsonValue {
  if (typeof value === 'string') return value.normalize('NFC').trim().replace(/\s+/g, ' ');
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new ValidationError([{ path, message: 'must be a finite number' }]);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => canonical(item ?? null, `${path}[${index}]`));
  const fields = Object.entries(value).flatMap(([name, field]) =>
    field === undefined ? [] : [[name, canonical(field, path === '' ? name : `${path}.${name}`)] as const],
  );
  return Object.fromEntries(fields);
}
