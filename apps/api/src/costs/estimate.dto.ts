import { z } from 'zod';
import type { Estimate, EstimateLine } from '#libs/costs';
import type { JobEstimate } from '#libs/orchestration';

const micros = z.int().describe('Micro-dollars: 1 USD is 1,000,000.');

const exampleLine = {
  component: 'text',
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  quantities: [
    { unit: 'tokens_in', low: 2_015, high: 4_030 },
    { unit: 'tokens_out', low: 600, high: 2_400 },
  ],
  lowMicros: 15_045,
  highMicros: 48_090,
  reason:
    'the first of those preferred that can be had, with a quality of 0.92 (at least 0.6) for at most $0.04809 (of $0.125)',
  downgraded: false,
  fallbacks: ['local-writer'],
  rejected: [{ provider: 'openai', model: 'gpt-5-mini', reason: 'there is no key for it' }],
};

const exampleEstimate = {
  lowMicros: 15_045,
  highMicros: 48_090,
  priceList: '2026-11-1',
  lines: [exampleLine],
  alternatives: [
    {
      name: 'video by veo',
      description:
        'All pictures by veo (veo-3.1-generate-preview); more than the $0.125 that quick_social allows',
      lowMicros: 6_015_045,
      highMicros: 9_648_090,
    },
  ],
};

export const EstimateSchema = z
  .object({
    lowMicros: micros,
    highMicros: micros,
    priceList: z.string().describe('Version of the price list.'),
    lines: z.array(
      z.object({
        component: z.string(),
        provider: z.string().describe('Who would do it.'),
        model: z.string(),
        quantities: z.array(z.object({ unit: z.string(), low: z.int(), high: z.int() })),
        lowMicros: micros,
        highMicros: micros,
        reason: z.string().describe('Why this provider.'),
        downgraded: z
          .boolean()
          .describe('It is not as good as the preset asks for, but nobody better can be had for the money.'),
        fallbacks: z.array(z.string()).describe('Who is asked after it, in this order.'),
        rejected: z.array(z.object({ provider: z.string(), model: z.string(), reason: z.string() })),
      }),
    ),
    alternatives: z
      .array(z.object({ name: z.string(), description: z.string(), lowMicros: micros, highMicros: micros }))
      .describe('What other presets, and one provider alone, would cost.'),
  })
  .meta({ id: 'Estimate', examples: [exampleEstimate] });

export const JobEstimateSchema = z
  .object({
    pipeline: z.string(),
    pipelineVersion: z.int(),
    track: z.string(),
    trackReason: z.string(),
    budgetMicros: micros
      .nullable()
      .describe('The most that the job may spend; null for no limit of its own.'),
    estimate: EstimateSchema,
  })
  .meta({
    id: 'JobEstimate',
    examples: [
      {
        pipeline: 'video',
        pipelineVersion: 2,
        track: 'fast',
        trackReason: 'A simple brief (complexity 0.1) of at most 30 s and 3 scenes',
        budgetMicros: 125_000,
        estimate: exampleEstimate,
      },
    ],
  });

export type EstimateDto = z.output<typeof EstimateSchema>;
export type JobEstimateDto = z.output<typeof JobEstimateSchema>;

const toLineDto = (line: EstimateLine): EstimateDto['lines'][number] => ({
  component: line.capability,
  provider: line.provider,
  model: line.model,
  quantities: line.quantities.map(({ unit, low, high }) => ({ unit, low, high })),
  lowMicros: line.lowMicros,
  highMicros: line.highMicros,
  reason: line.reason,
  downgraded: line.downgraded,
  fallbacks: line.fallbacks,
  rejected: line.rejected,
});

export const toEstimateDto = (estimate: Estimate): EstimateDto => ({
  lowMicros: estimate.lowMicros,
  highMicros: estimate.highMicros,
  priceList: estimate.priceList,
  lines: estimate.lines.map(toLineDto),
  alternatives: estimate.alternatives,
});

export const toJobEstimateDto = ({ estimate, ...job }: JobEstimate): JobEstimateDto => ({
  pipeline: job.pipeline,
  pipelineVersion: job.pipelineVersion,
  track: job.track,
  trackReason: job.trackReason,
  budgetMicros: job.budgetMicros,
  estimate: toEstimateDto(estimate),
});
