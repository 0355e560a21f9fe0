import { z } from 'zod';
import { COST_FILTERS, COST_GROUPS, COST_SORTS, type CostReportPage, type JobPurchase } from '#libs/costs';
import type { JobView } from '#libs/orchestration';
import { csvOf } from '../http/csv.js';
import { filterParameter } from '../http/list-query.js';
import { estimateErrorOf } from './estimate-error.js';
import { EstimateSchema, toEstimateDto } from './estimate.dto.js';

const micros = z.int().describe('Micro-dollars: 1 USD is 1,000,000.');
const day = z.iso.date({ error: 'must be a day such as 2026-11-21' });

/** Days of the range at most. */
const MAX_DAYS = 366;
const DAY_MS = 86_400_000;

const MOST_LINES = 1_000;
const limitError = `must be a whole number from 1 to ${MOST_LINES}`;

export const CostQuerySchema = z
  .strictObject({
    groupBy: z
      .enum(COST_GROUPS, { error: `must be one of ${COST_GROUPS.join(', ')}` })
      .default('day')
      .describe('One line for each of these.'),
    from: day.describe('The first day (UTC).'),
    to: day.describe('The last day (UTC).'),
    provider: z.string().max(100).optional().describe('Only what was bought from this provider.'),
    userId: z
      .uuid({ error: 'must be the id of a user' })
      .optional()
      .describe('Only what this user’s jobs cost.'),
    filter: filterParameter(COST_FILTERS, 'provider in (veo, runway) AND amountMicros > 100000'),
    sort: z
      .enum(COST_SORTS, { error: `must be one of ${COST_SORTS.join(', ')}` })
      .optional()
      .describe('What comes first; by default the first day, or whatever cost most.'),
    limit: z.coerce
      .number({ error: limitError })
      .int({ error: limitError })
      .min(1, { error: limitError })
      .max(MOST_LINES, { error: limitError })
      .default(MOST_LINES)
      .describe('At most this many lines.'),
    cursor: z
      .string({ error: 'must be given once' })
      .max(2_000, { error: 'must be the nextCursor of an earlier page of the same report' })
      .optional()
      .describe('`nextCursor` of the page before; good for the same report.'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'must not be before from' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < MAX_DAYS * DAY_MS, {
    path: ['to'],
    error: `must be within ${MAX_DAYS} days of from`,
  });

export const CostReportSchema = z
  .object({
    groupBy: z.enum(COST_GROUPS),
    from: day,
    to: day,
    totalMicros: micros.describe('Of all lines, whichever are on this page. Micro-dollars.'),
    items: z.array(
      z.object({
        key: z.string().describe('The day, user, provider, operation, pipeline or job.'),
        purchases: z.int(),
        spentMicros: micros,
      }),
    ),
    nextCursor: z
      .string()
      .nullable()
      .describe('Send it as `cursor` for the next page; null on the last one.'),
  })
  .meta({
    id: 'CostReport',
    examples: [
      {
        groupBy: 'provider',
        from: '2026-11-01',
        to: '2026-11-30',
        totalMicros: 41_350_000,
        items: [{ key: 'veo', purchases: 52, spentMicros: 41_350_000 }],
        nextCursor: null,
      },
    ],
  });

export const JobCostsSchema = z
  .object({
    jobId: z.uuid(),
    budgetMicros: micros.nullable(),
    estimate: EstimateSchema.nullable(),
    heldMicros: micros.describe('Reserved for calls whose bill is not known yet.'),
    spentMicros: micros,
    estimateError: z
      .number()
      .nullable()
      .describe(
        'Of an ended job: how far what was spent lies from the middle of the estimate, as a share of it. 0 where neither was anything; null while it runs.',
      ),
    purchases: z.array(
      z.object({
        effectId: z.uuid(),
        provider: z.string(),
        operation: z.string(),
        priceList: z.string(),
        reservedMicros: micros,
        heldMicros: micros,
        spentMicros: micros,
        at: z.iso.datetime(),
      }),
    ),
  })
  .meta({
    id: 'JobCosts',
    examples: [
      {
        jobId: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b',
        budgetMicros: 125_000,
        estimate: null,
        heldMicros: 0,
        spentMicros: 21_040,
        estimateError: -0.33,
        purchases: [
          {
            effectId: '0193a1c2-7d10-7b3e-9f21-5c6d7e8f9a0b',
            provider: 'anthropic',
            operation: 'text.generate',
            priceList: '2026-11-1',
            reservedMicros: 80_000,
            heldMicros: 0,
            spentMicros: 21_040,
            at: '2026-11-21T09:30:02.000Z',
          },
        ],
      },
    ],
  });

export type CostQueryDto = z.output<typeof CostQuerySchema>;
export type CostReportDto = z.output<typeof CostReportSchema>;
export type JobCostsDto = z.output<typeof JobCostsSchema>;

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

export const toCostReportDto = (
  { groupBy, from, to }: CostQueryDto,
  { lines, totalMicros, nextCursor }: CostReportPage,
): CostReportDto => ({
  groupBy,
  from,
  to,
  totalMicros,
  items: lines.map(({ key, purchases, spentMicros }) => ({ key, purchases, spentMicros })),
  nextCursor,
});

/** RFC 4180. A cell that a spreadsheet would take for a formula is made text. */
export function toCsv({ groupBy, items }: CostReportDto): string {
  return csvOf([
    [groupBy, 'purchases', 'spent_micros'],
    ...items.map(({ key, purchases, spentMicros }) => [key, purchases, spentMicros]),
  ]);
}

export function toJobCostsDto(job: JobView, purchases: JobPurchase[]): JobCostsDto {
  const spentMicros = sum(purchases, (purchase) => purchase.spentMicros);
  return {
    jobId: job.id,
    budgetMicros: job.budgetMicros,
    estimate: job.estimate && toEstimateDto(job.estimate),
    heldMicros: sum(purchases, (purchase) => purchase.heldMicros),
    spentMicros,
    estimateError: estimateErrorOf(job, spentMicros),
    purchases: purchases.map((purchase) => ({
      effectId: purchase.effectId,
      provider: purchase.provider,
      operation: purchase.operation,
      priceList: purchase.priceList,
      reservedMicros: purchase.reservedMicros,
      heldMicros: purchase.heldMicros,
      spentMicros: purchase.spentMicros,
      at: purchase.at.toISOString(),
    })),
  };
}
