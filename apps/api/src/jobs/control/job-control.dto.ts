import { z } from 'zod';
import type { RerunForecast } from '#libs/orchestration';
import { objectError, priority, wholeNumber } from '../job-requests.dto.js';

export const PrioritiseSchema = z
  .strictObject({ priority }, { error: objectError })
  .meta({ id: 'Prioritise', examples: [{ priority: 9 }] });

export type Prioritise = z.output<typeof PrioritiseSchema>;

const MAX_ITEM = 9_999;
export const stageName = z
  .string({ error: 'must be the name of a stage of the job' })
  .min(1, { error: 'must be the name of a stage of the job' })
  .max(100, { error: 'must have at most 100 characters' });

export const RerunRequestSchema = z
  .strictObject(
    {
      from: stageName.describe('The stage to start again from; everything downstream of it runs again.'),
      item: wholeNumber(0, MAX_ITEM)
        .optional()
        .describe('Only this item of the fan-out `from`, for example one scene, and what comes after.'),
      dryRun: z
        .boolean({ error: 'must be true or false' })
        .default(false)
        .describe('Only tell what would run again and what it cost last time.'),
    },
    { error: objectError },
  )
  .meta({ id: 'RerunRequest', examples: [{ from: 'render_scene', item: 2, dryRun: true }] });

const costMicros = z.int().describe('Micro-dollars: 1 USD is 1,000,000.');

export const RerunSchema = z
  .object({
    dryRun: z.boolean().describe('Whether nothing was changed.'),
    state: z.string().describe('The milestone that the job falls back to.'),
    lastCostMicros: costMicros.describe('What these executions cost last time, as far as it is known.'),
    executions: z.array(
      z.object({
        stage: z.string(),
        item: z.int().nullable(),
        lastCostMicros: costMicros.nullable().describe('Null where it has never finished.'),
      }),
    ),
  })
  .meta({
    id: 'Rerun',
    examples: [
      {
        dryRun: true,
        state: 'INPUT_SANITIZED',
        lastCostMicros: 1_200,
        executions: [{ stage: 'render_scene', item: 2, lastCostMicros: 1_200 }],
      },
    ],
  });

export type RerunRequest = z.output<typeof RerunRequestSchema>;
export type RerunDto = z.output<typeof RerunSchema>;

export const toRerunDto = (forecast: RerunForecast, dryRun: boolean): RerunDto => ({
  dryRun,
  state: forecast.state,
  lastCostMicros: forecast.lastCostMicros,
  executions: forecast.executions.map(({ stage, item, lastCostMicros }) => ({ stage, item, lastCostMicros })),
});
