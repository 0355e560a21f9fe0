import { z } from 'zod';
import { LIMIT_SCOPES } from '#libs/orchestration';

const scopeError = `must be one of ${LIMIT_SCOPES.join(', ')}`;
const maxError = 'must be a whole number from 0 to 100000';
const example = { scope: 'pipeline' as const, key: 'video', maxJobs: 4 };

export const LimitPathSchema = z.strictObject({
  scope: z.enum(LIMIT_SCOPES, { error: scopeError }),
  key: z.string().min(1).max(200),
});

export const LimitSchema = z
  .object({
    scope: z.enum(LIMIT_SCOPES),
    key: z.string().describe('The id of the tenant or user, or the name of the pipeline.'),
    maxJobs: z.int().describe('So many of its jobs may be under way at once; further ones wait.'),
  })
  .meta({ id: 'Limit', examples: [example] });

export const LimitListSchema = z
  .object({ items: z.array(LimitSchema) })
  .meta({ id: 'LimitList', examples: [{ items: [example] }] });

export const SetLimitSchema = z
  .strictObject({
    maxJobs: z.int({ error: maxError }).min(0, { error: maxError }).max(100_000, { error: maxError }),
  })
  .meta({ id: 'SetLimit', examples: [{ maxJobs: 4 }] });

export type LimitPath = z.output<typeof LimitPathSchema>;
export type LimitDto = z.output<typeof LimitSchema>;
export type LimitListDto = z.output<typeof LimitListSchema>;
export type SetLimit = z.output<typeof SetLimitSchema>;
