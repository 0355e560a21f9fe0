import { z } from 'zod';
import type { JsonObject } from '#libs/kernel';
import type { TextAnswer } from '../requests.js';

/** No answer that we ask for comes near it. */
export const TEXT_MAX_BYTES = 256 * 1024;
const REPORT_ISSUES = 8;
const REPORT_CHARACTERS = 1_000;
const NO_JSON = 'it is not one JSON document';

/** What fits, or what is wrong with it, to be told to the model. */
export type Reading<T> = { value: T } | { problem: string };

/** An answer is data from outside: only what the schema knows comes through. */
export function readAnswer<T>({ text, ended }: TextAnswer, schema: z.ZodType<T>): Reading<T> {
  if (Buffer.byteLength(text) > TEXT_MAX_BYTES) return { problem: 'it is far too long' };
  if (ended === 'too_long') return { problem: 'it was cut off because it was too long: make it shorter' };
  const document = parsed(text);
  if (document === undefined) return { problem: NO_JSON };
  const result = schema.safeParse(document.json);
  return result.success ? { value: result.data } : { problem: reportOf(result.error) };
}

/** The schema as models are told it: closed, and of what goes into it rather than what our code makes of that. */
export function answerSchema(schema: z.ZodType): JsonObject {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === 'object') jsonSchema.additionalProperties ??= false;
    },
  }) as JsonObject;
}

/** Models like to put a document into a Markdown fence; one is taken off. */
function parsed(text: string): { json: unknown } | undefined {
  const bare = /^\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*$/s.exec(text)?.[1] ?? text;
  try {
    return { json: JSON.parse(bare, storable) };
  } catch {
    return undefined;
  }
}

/** Databases hold no NUL and no half of a surrogate pair. @throws TypeError for a name with one */
function storable(name: string, value: unknown): unknown {
  if (name.includes('\0') || !name.isWellFormed()) throw new TypeError('a name that can’t be stored');
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
}

function reportOf({ issues }: z.ZodError): string {
  const lines = issues
    .slice(0, REPORT_ISSUES)
    .map(({ path, message }) => `${path.length === 0 ? 'the document' : path.join('.')}: ${message}`);
  return lines.join('; ').slice(0, REPORT_CHARACTERS);
}
