import { z } from 'zod';
import type { ApprovalThreshold } from '#libs/orchestration';
import { objectError } from '../jobs/job-requests.dto.js';

const error = 'must be a whole number of micro-dollars from 0 to 1000000000000';
const example = {
  aboveMicros: 2_000_000,
  changedBy: '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e',
  changedAt: '2026-11-21T09:30:00.000Z',
};

export const SetApprovalThresholdSchema = z
  .strictObject(
    {
      aboveMicros: z
        .int({ error })
        .min(0, { error })
        .max(1_000_000_000_000, { error })
        .describe('Jobs whose planned cost is at most this go on without a person’s yes to it.'),
    },
    { error: objectError },
  )
  .meta({ id: 'SetApprovalThreshold', examples: [{ aboveMicros: 2_000_000 }] });

export const ApprovalThresholdSchema = z
  .object({
    aboveMicros: z.int().nullable().describe('Micro-dollars; null where the presets’ own thresholds hold.'),
    changedBy: z.string().nullable(),
    changedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApprovalThreshold', examples: [example] });

export type SetApprovalThreshold = z.output<typeof SetApprovalThresholdSchema>;
export type ApprovalThresholdDto = z.output<typeof ApprovalThresholdSchema>;

export const toApprovalThresholdDto = (threshold: ApprovalThreshold | null): ApprovalThresholdDto => ({
  aboveMicros: threshold?.aboveMicros ?? null,
  changedBy: threshold?.changedBy ?? null,
  changedAt: threshold?.changedAt.toISOString() ?? null,
});
