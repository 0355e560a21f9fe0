import { z } from 'zod';
import { JOB_FILTERS, JOB_SORTS, JOB_STATUSES } from '#libs/orchestration';
import { listParameters } from '../http/list-query.js';

export const wholeNumber = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

/** A whole number that came in as text. */
const numeral = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

export const priority = wholeNumber(0, 9).describe('9 is served first, 0 last.');

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

export const SubmitJobSchema = z
  .strictObject(
    {
      pipeline: z
        .string({ error: 'must be the name of a pipeline, for example "video"' })
        .min(1, { error: 'must be the name of a pipeline, for example "video"' })
        .max(100, { error: 'must have at most 100 characters' })
        .describe('Which pipeline does the work.'),
      input: z
        .record(z.string(), z.unknown(), { error: 'must be an object: what the pipeline works from' })
        .describe("What the pipeline works from; checked against the pipeline's own schema."),
      priority: priority.default(5),
    },
    { error: objectError },
  )
  .meta({
    id: 'SubmitJob',
    examples: [
      {
        pipeline: 'video',
        input: { brief: BRIEF, durationSec: 15, aspect: '9:16', preset: 'quick_social' },
        priority: 5,
      },
    ],
  });

export const ListJobsSchema = z.strictObject({
  ...listParameters({
    filters: JOB_FILTERS,
    sorts: JOB_SORTS,
    example: 'status in (failed, cancelled) AND createdAt >= 2026-11-01',
  }),
  status: z
    .enum(JOB_STATUSES, { error: `must be one of ${JOB_STATUSES.join(', ')}` })
    .optional()
    .describe('Only jobs in this status.'),
});

export const FollowJobSchema = z.strictObject({
  after: numeral(0, 2_147_483_647)
    .optional()
    .describe('Only events after this one. A `Last-Event-ID` header counts before it.'),
});

export const DecideSchema = z
  .strictObject(
    {
      decision: z.enum(['approve', 'reject'], { error: 'must be approve or reject' }),
      comment: z
        .string({ error: 'must be text' })
        .max(2_000, { error: 'must have at most 2,000 characters' })
        .default('')
        .describe('Why; kept with the decision.'),
      manifestVersion: wholeNumber(1, 2_147_483_647)
        .optional()
        .describe('The version of the manifest that is approved; refused where there is a newer one.'),
    },
    { error: objectError },
  )
  .meta({ id: 'Decision', examples: [{ decision: 'approve', comment: 'The second scene is lovely.' }] });

export function objectError(issue: { code?: string }): string | undefined {
  return issue.code === 'invalid_type' ? 'must be a JSON object' : undefined;
}

export type SubmitJob = z.output<typeof SubmitJobSchema>;
export type ListJobs = z.output<typeof ListJobsSchema>;
export type FollowJob = z.output<typeof FollowJobSchema>;
export type Decide = z.output<typeof DecideSchema>;
