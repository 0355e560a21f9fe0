import { z } from 'zod';
import { JOB_STATUSES } from '#libs/orchestration';
import { EstimateSchema } from '../costs/estimate.dto.js';

const time = z.iso.datetime();
const micros = z.int().describe('Micro-dollars: 1 USD is 1,000,000.');
const fraction = z.number().min(0).max(1);

export const JobErrorSchema = z
  .object({
    code: z.string(),
    message: z.string(),
    class: z.string().describe('Who has to act: input (the caller), provider, budget, or internal (us).'),
    stage: z.string().nullable(),
    retryable: z.boolean(),
    nextAction: z.string().describe('What to do about it.'),
  })
  .meta({ id: 'JobError' });

export const StageSchema = z
  .object({
    stage: z.string(),
    item: z
      .int()
      .nullable()
      .describe('Position in the fan-out, for example the scene; null for a stage that runs once.'),
    agent: z.string(),
    status: z.string(),
    attempt: z.int(),
    progress: fraction,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    error: JobErrorSchema.nullable(),
    approval: z
      .object({
        plannedMicros: micros,
        aboveMicros: micros.describe('A person is asked about a cost above this.'),
        by: z.enum(['tenant', 'preset']).describe('Whose threshold it is.'),
        waived: z.boolean().describe('Nobody had to agree.'),
      })
      .nullable()
      .describe('What a gate for cost has weighed; null where there was none.'),
  })
  .meta({ id: 'Stage' });

const example = {
  id: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b',
  pipeline: 'video',
  pipelineVersion: 1,
  status: 'processing' as const,
  state: 'INPUT_SANITIZED',
  track: 'fast',
  progress: 0.42,
  costMicros: 0,
  budgetMicros: 125_000,
  priority: 5,
  scheduleId: null,
  batchId: null,
  error: null,
  createdAt: '2026-11-21T09:30:00.000Z',
  startedAt: '2026-11-21T09:30:00.120Z',
  finishedAt: null,
};

const summary = {
  id: z.uuid(),
  pipeline: z.string(),
  pipelineVersion: z.int(),
  status: z.enum(JOB_STATUSES),
  state: z.string().describe('The last milestone that was reached.'),
  track: z.string(),
  progress: fraction,
  costMicros: micros,
  budgetMicros: micros.nullable(),
  priority: z.int(),
  scheduleId: z.uuid().nullable().describe('The schedule that submitted it; null where a caller did.'),
  batchId: z
    .uuid()
    .nullable()
    .describe('The batch that it was submitted in; null where it was submitted alone.'),
  error: JobErrorSchema.nullable(),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
};

export const JobSummarySchema = z.object(summary).meta({ id: 'JobSummary', examples: [example] });

export const JobSchema = z
  .object({
    ...summary,
    trackReason: z.string().describe('Why the router chose this track.'),
    seed: z.int(),
    input: z.record(z.string(), z.unknown()),
    scores: z.record(z.string(), z.number()).describe('By name, 0 to 1; filled as the gates measure.'),
    estimate: EstimateSchema.nullable().describe('What it was expected to cost when it was submitted.'),
    estimateError: z
      .number()
      .nullable()
      .describe('Of an ended job: how far its cost lies from the middle of the estimate, as a share of it.'),
    queuePosition: z
      .int()
      .nullable()
      .describe(
        'Jobs of the same pipeline that come first; null once it has begun, and in the answer to its submission.',
      ),
    nextAction: z.string().nullable().describe('What you can do about it, or what it waits for.'),
    stages: z.array(StageSchema),
  })
  .meta({
    id: 'Job',
    examples: [
      {
        ...example,
        trackReason: 'short and simple enough for the fast track',
        seed: 1_871_325_710,
        input: { brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread.', durationSec: 15 },
        scores: {},
        estimateError: null,
        estimate: { lowMicros: 0, highMicros: 0, priceList: '2026-11-1', lines: [], alternatives: [] },
        queuePosition: null,
        nextAction: null,
        stages: [
          {
            stage: 'sanitize',
            item: null,
            agent: 'InputSanitizer',
            status: 'succeeded',
            attempt: 1,
            progress: 1,
            startedAt: '2026-11-21T09:30:00.120Z',
            finishedAt: '2026-11-21T09:30:00.140Z',
            error: null,
            approval: null,
          },
        ],
      },
    ],
  });

export const JobPageSchema = z
  .object({
    items: z.array(JobSummarySchema),
    nextCursor: z
      .string()
      .nullable()
      .describe('Send it as `cursor` for the next page; null on the last one.'),
  })
  .meta({ id: 'JobPage', examples: [{ items: [example], nextCursor: null }] });

export type JobDto = z.output<typeof JobSchema>;
export type JobSummaryDto = z.output<typeof JobSummarySchema>;
export type JobPageDto = z.output<typeof JobPageSchema>;
export type StageDto = z.output<typeof StageSchema>;
