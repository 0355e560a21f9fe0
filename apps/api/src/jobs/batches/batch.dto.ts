import { z } from 'zod';
import { JOB_STATUSES, MAX_BATCH } from '#libs/orchestration';
import { JobSchema, JobSummarySchema } from '../job.dto.js';
import { objectError, SubmitJobSchema } from '../job-requests.dto.js';

const error = `must be a list of 1 to ${MAX_BATCH} jobs`;
const BATCH_ID = '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e0a';

export const SubmitBatchSchema = z
  .strictObject(
    { jobs: z.array(SubmitJobSchema, { error }).min(1, { error }).max(MAX_BATCH, { error }) },
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

export const AcceptedBatchSchema = z
  .object({
    batchId: z.uuid().describe('Each of the jobs carries it; see `GET /v1/batches/{id}`.'),
    items: z.array(JobSchema),
  })
  .meta({ id: 'AcceptedBatch' });

const { id, status, progress, costMicros, error: jobError } = JobSummarySchema.shape;

const counts = Object.fromEntries(JOB_STATUSES.map((name) => [name, z.int()])) as Record<
  (typeof JOB_STATUSES)[number],
  z.ZodInt
>;

export const BatchSchema = z
  .object({
    id: z.uuid(),
    counts: z.object(counts).describe('How many of its jobs are in each status.'),
    progress: progress.describe(
      "The mean of the jobs'; one that has failed or was cancelled counts as done.",
    ),
    costMicros,
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable().describe('Null until the last of its jobs has ended.'),
    jobs: z
      .array(z.object({ id, status, progress, costMicros, error: jobError }))
      .describe('In the order of the request.'),
  })
  .meta({
    id: 'Batch',
    examples: [
      {
        id: BATCH_ID,
        counts: {
          pending: 1,
          processing: 1,
          awaiting_approval: 0,
          paused: 0,
          completed: 0,
          failed: 0,
          cancelled: 0,
        },
        progress: 0.21,
        costMicros: 0,
        createdAt: '2026-11-21T09:30:00.000Z',
        finishedAt: null,
        jobs: [
          {
            id: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b',
            status: 'processing',
            progress: 0.42,
            costMicros: 0,
            error: null,
          },
          {
            id: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1c',
            status: 'pending',
            progress: 0,
            costMicros: 0,
            error: null,
          },
        ],
      },
    ],
  });

export type SubmitBatch = z.output<typeof SubmitBatchSchema>;
export type AcceptedBatchDto = z.output<typeof AcceptedBatchSchema>;
export type BatchDto = z.output<typeof BatchSchema>;
