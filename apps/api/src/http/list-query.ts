import { z } from 'zod';
import { type FilterSchema, MAX_FILTER_LENGTH } from '#libs/filters';

const limitError = 'must be a whole number from 1 to 100';
const once = { error: 'must be given once' };

const limitParameter = (usual: number) =>
  z.coerce
    .number({ error: limitError })
    .int({ error: limitError })
    .min(1, { error: limitError })
    .max(100, { error: limitError })
    .default(usual)
    .describe('At most this many.');

export const filterParameter = (filters: FilterSchema, example: string) =>
  z
    .string(once)
    .max(MAX_FILTER_LENGTH, { error: `must have at most ${MAX_FILTER_LENGTH} characters` })
    .optional()
    .describe(
      'Only those of which this holds: conditions joined by AND, OR, NOT and parentheses, each a field, an operator ' +
        `(= != > < >= <= in !in like !like starts ends) and a value. Fields: ${Object.keys(filters).join(', ')}.`,
    )
    .meta({ examples: [example] });

/** The parameters of every list that can be filtered. @param sorts the default first */
export const listParameters = <const S extends readonly [string, ...string[]]>({
  filters,
  sorts,
  example,
  limit = 20,
}: {
  filters: FilterSchema;
  sorts: S;
  example: string;
  limit?: number;
}) => ({
  limit: limitParameter(limit),
  cursor: z
    .string(once)
    // A page may end with the longest name that there is.
    .max(2_000, { error: 'must be the nextCursor of an earlier page' })
    .optional()
    .describe('`nextCursor` of the page before; good for the same sort and filter.'),
  filter: filterParameter(filters, example),
  sort: z
    .enum<S>(sorts, { error: `must be one of ${sorts.join(', ')}` })
    .default(sorts[0])
    .describe('What comes first; with a minus the highest or newest.'),
});
