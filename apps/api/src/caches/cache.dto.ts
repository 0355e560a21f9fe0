import { z } from 'zod';
import type { CacheFigure } from '#libs/caching';
import { PURCHASE_TAG } from '#libs/providers';
import { objectError } from '../jobs/job-requests.dto.js';

const tagError = 'must be kind:<operation>, provider:<name> or job:<id>';
const tagsError = 'must be a list of 1 to 100 tags';
const jobsError = 'must be a list of 1 to 1000 jobs';

export const CacheListSchema = z
  .object({
    days: z.int().describe('The figures are of so many days, today included (UTC).'),
    items: z.array(
      z.object({
        kind: z.string().describe('What was asked for, such as text.generate.'),
        hits: z.int().describe('Found.'),
        shared: z.int().describe('Made for somebody else while it was waited for.'),
        misses: z.int().describe('Made for who asked.'),
        reuseRatio: z
          .number()
          .nullable()
          .describe('Hits and shared ones among all; null where nothing was asked.'),
      }),
    ),
  })
  .meta({
    id: 'CacheList',
    examples: [
      { days: 7, items: [{ kind: 'text.generate', hits: 40, shared: 12, misses: 8, reuseRatio: 0.867 }] },
    ],
  });

export const InvalidateSchema = z
  .strictObject(
    {
      tags: z
        .array(z.string({ error: tagError }).regex(PURCHASE_TAG, { error: tagError }), { error: tagsError })
        .min(1, { error: tagsError })
        .max(100, { error: tagsError })
        .describe('What has any of these tags is removed.'),
    },
    { error: objectError },
  )
  .meta({ id: 'InvalidateCache', examples: [{ tags: ['kind:text.generate', 'provider:gemini'] }] });

export const InvalidatedSchema = z
  .object({ removed: z.int() })
  .meta({ id: 'InvalidatedCache', examples: [{ removed: 12 }] });

export const WarmUpSchema = z
  .strictObject(
    {
      jobIds: z
        .array(z.uuid({ error: 'must be the id of a job' }), { error: jobsError })
        .min(1, { error: jobsError })
        .max(1_000, { error: jobsError })
        .optional()
        .describe('Only what was bought for these jobs. Left out: for any.'),
    },
    { error: objectError },
  )
  .meta({ id: 'WarmUpCache', examples: [{}] });

export const WarmedUpSchema = z
  .object({
    found: z.int().describe('Results in the journal that can be used again.'),
    stored: z.int().describe('How many of them are in the cache now.'),
  })
  .meta({ id: 'WarmedUpCache', examples: [{ found: 12, stored: 12 }] });

export type CacheListDto = z.output<typeof CacheListSchema>;
export type Invalidate = z.output<typeof InvalidateSchema>;
export type InvalidatedDto = z.output<typeof InvalidatedSchema>;
export type WarmUp = z.output<typeof WarmUpSchema>;
export type WarmedUpDto = z.output<typeof WarmedUpSchema>;

export const toCacheListDto = (days: number, figures: readonly CacheFigure[]): CacheListDto => ({
  days,
  items: figures.map(({ kind, hits, shared, misses }) => {
    const all = hits + shared + misses;
    const reuseRatio = all === 0 ? null : Math.round(((hits + shared) / all) * 1_000) / 1_000;
    return { kind, hits, shared, misses, reuseRatio };
  }),
});
