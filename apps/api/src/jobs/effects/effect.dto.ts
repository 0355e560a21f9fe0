import { z } from 'zod';
import { EFFECT_STATES } from '#libs/orchestration';
import { JobErrorSchema } from '../job.dto.js';

const micros = z.int().describe('Micro-dollars: 1 USD is 1,000,000.');

const example = {
  id: '0193a1c2-7d10-7b3e-9f21-5c6d7e8f9a0b',
  stage: 'render',
  item: 2,
  key: 'clip',
  attempt: 1,
  provider: 'veo',
  operation: 'video.generate',
  state: 'settled' as const,
  outcome: null,
  externalId: 'operations/8c2e1d3f',
  estimatedMicros: 400_000,
  costMicros: 350_000,
  needsPerson: false,
  error: null,
  createdAt: '2026-11-21T09:30:02.000Z',
  resolvedAt: '2026-11-21T09:31:10.000Z',
};

export const EffectSchema = z
  .object({
    id: z.uuid().describe('Also our reference at the provider.'),
    stage: z.string(),
    item: z.int().nullable(),
    key: z.string().describe('Names the effect within its stage.'),
    attempt: z.int(),
    provider: z.string(),
    operation: z.string(),
    state: z.enum(EFFECT_STATES),
    outcome: z.enum(['charged', 'not_charged']).nullable().describe('Of a reconciled one.'),
    externalId: z.string().nullable().describe('Its id at the provider.'),
    estimatedMicros: micros,
    costMicros: micros.nullable().describe('What was charged; null until it is known.'),
    needsPerson: z.boolean().describe('Only a person can find out what became of it: see the resolution.'),
    error: JobErrorSchema.nullable(),
    createdAt: z.iso.datetime(),
    resolvedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Effect', examples: [example] });

export const EffectListSchema = z
  .object({ items: z.array(EffectSchema) })
  .meta({ id: 'EffectList', examples: [{ items: [example] }] });

const wholeMicros = 'must be a whole number of micro-dollars, 0 or more';

export const ResolveEffectSchema = z
  .strictObject({
    outcome: z.enum(['charged', 'not_charged'], { error: 'must be charged or not_charged' }),
    externalId: z
      .string({ error: 'must be text' })
      .min(1, { error: 'must not be empty' })
      .max(500, { error: 'must have at most 500 characters' })
      .optional()
      .describe('Its id at the provider: the job goes on from there.'),
    costMicros: z
      .int({ error: wholeMicros })
      .min(0, { error: wholeMicros })
      .optional()
      .describe('What was charged, where there is no id to go on from.'),
  })
  .refine(
    ({ outcome, externalId, costMicros }) =>
      outcome === 'not_charged' || externalId !== undefined || costMicros !== undefined,
    { path: ['costMicros'], error: 'is needed for a charge without an externalId' },
  )
  .meta({ id: 'ResolveEffect', examples: [{ outcome: 'not_charged' }] });

export type EffectDto = z.output<typeof EffectSchema>;
export type EffectListDto = z.output<typeof EffectListSchema>;
export type ResolveEffect = z.output<typeof ResolveEffectSchema>;
