type Schema = Record<string, unknown>;

/** Keywords whose value is a map of schemas, a list of schemas, or one. */
const MAPS = new Set(['properties', '$defs']);
const LISTS = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);
const SINGLE = new Set(['items', 'additionalProperties']);

/**
 * The schema in the keywords that a provider takes. What it does not take is told the model in words, in the description: the
 * answer is checked against the whole schema in any case.
 */
export function inDialect(schema: Schema, taken: ReadonlySet<string>): Schema {
  const out: Schema = {};
  const rest: string[] = [];
  for (const [name, value] of Object.entries(withoutSynonyms(schema, taken))) {
    if (taken.has(name)) out[name] = translated(name, value, taken);
    else if (name !== '$schema') rest.push(`${name}: ${JSON.stringify(value)}`);
  }
  const words = [out.description, ...rest].filter((part) => part !== undefined);
  return words.length === 0 ? out : { ...out, description: words.join('; ') };
}

function translated(name: string, value: unknown, taken: ReadonlySet<string>): unknown {
  const one = (schema: unknown) => (isSchema(schema) ? inDialect(schema, taken) : schema);
  if (MAPS.has(name) && isSchema(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, schema]) => [key, one(schema)]));
  }
  if (LISTS.has(name) && Array.isArray(value)) return value.map(one);
  return SINGLE.has(name) ? one(value) : value;
}

/** `const` is an enumeration of one, and `oneOf` an `anyOf` that does not overlap. */
function withoutSynonyms({ const: constant, oneOf, ...rest }: Schema, taken: ReadonlySet<string>): Schema {
  const value = constant === undefined ? {} : taken.has('const') ? { const: constant } : { enum: [constant] };
  const choice = oneOf === undefined ? {} : taken.has('oneOf') ? { oneOf } : { anyOf: oneOf };
  return { ...rest, ...value, ...choice };
}

/** Whether every object in it is closed and has only properties that must be there. */
export function isClosed(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isClosed);
  if (!isSchema(schema)) return true;
  if (schema.type === 'object') {
    const required = Array.isArray(schema.required) ? schema.required : [];
    const names = Object.keys((schema.properties ?? {}) as Schema);
    if (schema.additionalProperties !== false || names.some((name) => !required.includes(name))) return false;
  }
  return Object.values(schema).every(isClosed);
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
