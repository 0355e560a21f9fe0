import { z } from 'zod';
import { type BulkAction, type BulkResult, JOB_STATUSES } from '#libs/orchestration';
import { objectError, priority } from '../job-requests.dto.js';
import { stageName } from './job-control.dto.js';

const ACTIONS = ['cancel', 'pause', 'resume', 'rerun', 'prioritise'] as const;

const time = z.iso.datetime({ offset: true, error: 'must be a time like 2026-11-21T09:30:00Z' }).optional();

const FilterSchema = z
  .strictObject(
    {
      status: z.enum(JOB_STATUSES, { error: `must be one of ${JOB_STATUSES.join(', ')}` }).optional(),
      pipeline: z.string({ error: 'must be the name of a pipeline' }).max(100).optional(),
      createdBefore: time,
      createdAfter: time,
    },
    { error: objectError },
  )
  .refine((filter) => Object.values(filter).some((value) => value !== undefined), {
    error: 'must name at least one of status, pipeline, createdBefore, createdAfter',
  })
  .describe('Jobs that match all of it, of those that the caller may see.');

export const BulkRequestSchema = z
  .strictObject(
    {
      action: z.enum(ACTIONS, { error: `must be one of ${ACTIONS.join(', ')}` }),
      filter: FilterSchema,
      priority: priority.optional().describe('For prioritise: 9 is served first, 0 last.'),
      from: stageName.optional().describe('For rerun: the stage to start again from.'),
      dryRun: z
        .boolean({ error: 'must be true or false' })
        .default(false)
        .describe('Only tell what would be done and refused.'),
    },
    { error: objectError },
  )
  .superRefine(({ action, priority: given, from }, context) => {
    const missing =
      action === 'prioritise' && given === undefined
        ? 'priority'
        : action === 'rerun' && from === undefined
          ? 'from'
          : null;
    if (missing !== null)
      context.addIssue({ code: 'custom', path: [missing], message: `is needed to ${action}` });
  })
  .meta({
    id: 'BulkRequest',
    examples: [{ action: 'pause', filter: { status: 'processing', pipeline: 'video' }, dryRun: true }],
  });

export const BulkSchema = z
  .object({
    dryRun: z.boolean().describe('Whether nothing was changed.'),
    items: z.array(
      z.object({
        id: z.uuid(),
        outcome: z.enum(['done', 'refused']),
        code: z.string().optional().describe('Why it was refused.'),
      }),
    ),
    more: z.boolean().describe('Whether more jobs match than one call takes (1,000).'),
  })
  .meta({
    id: 'Bulk',
    examples: [
      {
        dryRun: false,
        items: [
          { id: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b', outcome: 'done' as const },
          {
            id: '0193a1c2-7f31-7d11-b0aa-2c4e6a8b0d2f',
            outcome: 'refused' as const,
            code: 'job.not_pausable',
          },
        ],
        more: false,
      },
    ],
  });

export type BulkRequest = z.output<typeof BulkRequestSchema>;
export type BulkDto = z.output<typeof BulkSchema>;

/** The schema has seen to it that each action has what it needs. */
export function toBulkAction({ action, priority: given, from }: BulkRequest): BulkAction {
  if (action === 'prioritise') return { action, priority: given as number };
  if (action === 'rerun') return { action, from: from as string };
  return { action };
}

export const toBulkDto = ({ items, more }: BulkResult, dryRun: boolean): BulkDto => ({
  dryRun,
  items: items.map(({ id, outcome, code }) => ({ id, outcome, ...(code !== undefined && { code }) })),
  more,
});
