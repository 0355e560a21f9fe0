import { z } from 'zod';
import { EFFECT_STATES, type Receipt } from '#libs/orchestration';
import { JobSchema } from '../job.dto.js';

const micros = z.int().describe('Micro-dollars: 1 USD is 1,000,000.');
const item = z.int().nullable().describe('Position in the fan-out; null for a stage that runs once.');

export const ReceiptSchema = z
  .object({
    jobId: z.uuid(),
    cancelledBy: z.string().nullable(),
    cancelledAt: z.iso.datetime(),
    spentMicros: micros.describe('What the job has cost so far, in micro-dollars.'),
    stopped: z
      .array(
        z.object({
          stage: z.string(),
          item,
          owner: z.string().describe('The process that ran it.'),
          ranMs: z.number().describe('For how long this attempt had run.'),
        }),
      )
      .describe('The work that was running.'),
    pendingEffects: z
      .array(
        z.object({
          id: z.uuid(),
          stage: z.string(),
          item,
          provider: z.string(),
          operation: z.string(),
          state: z.enum(EFFECT_STATES),
          externalId: z.string().nullable().describe('Its id at the provider, once that is known.'),
          estimatedMicros: micros,
        }),
      )
      .describe('Calls to providers whose end is not known yet: they may still be charged.'),
    notRecoverableMicros: micros.describe('The sum of the estimates of what is pending, in micro-dollars.'),
  })
  .meta({
    id: 'Receipt',
    examples: [
      {
        jobId: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b',
        cancelledBy: '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e',
        cancelledAt: '2026-11-21T09:30:09.000Z',
        spentMicros: 1_200,
        stopped: [{ stage: 'render', item: 2, owner: 'worker-1:4711', ranMs: 5_120 }],
        pendingEffects: [],
        notRecoverableMicros: 0,
      },
    ],
  });

export const CancelledJobSchema = JobSchema.extend({ receipt: ReceiptSchema }).meta({ id: 'CancelledJob' });

export type ReceiptDto = z.output<typeof ReceiptSchema>;
export type CancelledJobDto = z.output<typeof CancelledJobSchema>;

export const toReceiptDto = (receipt: Receipt): ReceiptDto => ({
  jobId: receipt.jobId,
  cancelledBy: receipt.cancelledBy,
  cancelledAt: receipt.cancelledAt,
  spentMicros: receipt.spentMicros,
  stopped: receipt.stopped.map(({ stage, item: position, owner, ranMs }) => ({
    stage,
    item: position,
    owner,
    ranMs,
  })),
  pendingEffects: receipt.pendingEffects.map((effect) => ({
    id: effect.id,
    stage: effect.stage,
    item: effect.item,
    provider: effect.provider,
    operation: effect.operation,
    state: effect.state,
    externalId: effect.externalId,
    estimatedMicros: effect.estimatedMicros,
  })),
  notRecoverableMicros: receipt.notRecoverableMicros,
});
