import { z } from 'zod';
import type { DispatchState } from '#libs/orchestration';
import { objectError } from '../jobs/job-requests.dto.js';

export const SetDrainSchema = z
  .strictObject(
    {
      drained: z.boolean({ error: 'must be true or false' }).describe('true: nothing new starts.'),
      reason: z
        .string({ error: 'must be text' })
        .max(500, { error: 'must have at most 500 characters' })
        .nullable()
        .default(null)
        .describe('Why; shown to whoever asks.'),
    },
    { error: objectError },
  )
  .meta({ id: 'SetDrain', examples: [{ drained: true, reason: 'Upgrading the database' }] });

export const DrainSchema = z
  .object({
    drained: z.boolean(),
    reason: z.string().nullable(),
    changedBy: z.string().nullable().describe('A user; null where nobody has ever changed it.'),
    changedAt: z.iso.datetime(),
    runningStages: z.int().describe('What still runs; 0 on a drained system: it is at rest.'),
  })
  .meta({
    id: 'Drain',
    examples: [
      {
        drained: true,
        reason: 'Upgrading the database',
        changedBy: '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e',
        changedAt: '2026-11-21T09:30:00.000Z',
        runningStages: 3,
      },
    ],
  });

export type SetDrain = z.output<typeof SetDrainSchema>;
export type DrainDto = z.output<typeof DrainSchema>;

export const toDrainDto = (state: DispatchState): DrainDto => ({
  drained: state.drained,
  reason: state.reason,
  changedBy: state.changedBy,
  changedAt: state.changedAt.toISOString(),
  runningStages: state.runningStages,
});
