import { z } from 'zod';
import { JobSchema } from './job.dto.js';
import { objectError, SubmitJobSchema } from './job-requests.dto.js';

const MOST = 100;

export const SubmitBatchSchema = z
  .strictObject(
    {
      jobs: z
        .array(SubmitJobSchema, { error: `must be a list of 1 to ${MOST} jobs` })
        .min(1, { error: `must be a list of 1 to ${MOST} jobs` })
        .max(MOST, { error: `must be a list of 1 to ${MOST} jobs` }),
    },
    { error: objectError },
  )
  .meta({
    id: 'SubmitBatch',
    examples: [
      {
        jobs: [
          { pipeline: 'video', input: { brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread.' } },
          { pipeline: 'video', input: { brief: 'Our bakery is closed on Monday.', durationSec: 10 } },
        ],
      },
    ],
  });

export const BatchSchema = z.object({ items: z.array(JobSchema) }).meta({ id: 'Batch' });

export type SubmitBatch = z.output<typeof SubmitBatchSchema>;
export type BatchDto = z.output<typeof BatchSchema>;
