import type { z } from 'zod';
import { ValidationError, type FieldError } from './errors.js';

/** Parses a value against a schema; a failure names every wrong field below `root`. @throws ValidationError */
export function parseFields<S extends z.ZodType>(schema: S, value: unknown, root = ''): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ValidationError(result.error.issues.flatMap((issue) => fieldErrors(issue, root)));
}

export function fieldErrors(issue: z.core.$ZodIssue, root = ''): FieldError[] {
  const path = [root, ...issue.path.map(String)].filter((part) => part !== '').join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      message: 'is not a known field; remove it',
    }));
  }
  return [{ path: path === '' ? '(body)' : path, message: issue.message }];
}
