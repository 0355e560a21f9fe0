import type { JsonObject, JsonValue } from '#libs/kernel';

/** What stands at a path below `$job.input`; undefined where there is nothing. */
export const valueAt = (jobInput: JsonObject, path: string): JsonValue | undefined =>
  path
    .split('.')
    .slice(2)
    .reduce<JsonValue | undefined>((at, key) => (at as JsonObject | undefined)?.[key], jobInput);
