import { z } from 'zod';
import type { Price, PriceLists } from '#libs/costs';
import { micros, USAGE_UNITS } from '#libs/kernel';

const text = (max: number) =>
  z
    .string({ error: 'must be text' })
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(max, { error: `must have at most ${max} characters` });
const wholeMicros = 'must be a whole number of micro-dollars, 0 or more';
const wholeUnits = 'must be a whole number of units, 1 or more';

const price = z.strictObject({
  provider: text(100).describe('Its name, or a beginning with a star: `local-*`.'),
  model: text(200).describe('The provider’s name of the model; `*` for all of them.'),
  unit: z.enum(USAGE_UNITS, { error: `must be one of ${USAGE_UNITS.join(', ')}` }),
  priceMicros: z
    .int({ error: wholeMicros })
    .min(0, { error: wholeMicros })
    .describe('Micro-dollars for `per` units.'),
  per: z.int({ error: wholeUnits }).min(1, { error: wholeUnits }).default(1),
  source: text(500).describe('Where the price was read.'),
  asOf: z.iso.date({ error: 'must be a day such as 2026-11-21' }).describe('When.'),
});

const example = {
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  unit: 'tokens_out' as const,
  priceMicros: 15_000_000,
  per: 1_000_000,
  source: 'https://www.anthropic.com/pricing',
  asOf: '2026-11-01',
};

export const PublishPricesSchema = z
  .strictObject({
    changes: z
      .array(price, { error: 'must be a list of prices' })
      .min(1, { error: 'must have at least one price' })
      .max(1_000, { error: 'must have at most 1,000 prices' })
      .describe('Take the place of the prices for the same provider, model and unit; all others stay.'),
    note: text(500).describe('Why; kept with the list.'),
  })
  .meta({ id: 'PublishPrices', examples: [{ changes: [example], note: 'New prices from November' }] });

export const PriceListSchema = z
  .object({ version: z.string(), prices: z.array(price) })
  .meta({ id: 'PriceList', examples: [{ version: '2026-11-21.3', prices: [example] }] });

export const PriceListHistorySchema = z
  .object({
    items: z.array(
      z.object({
        version: z.string(),
        note: z.string(),
        publishedBy: z.string(),
        publishedAt: z.iso.datetime(),
        count: z.int().describe('Prices in the list.'),
      }),
    ),
  })
  .meta({
    id: 'PriceListHistory',
    examples: [
      {
        items: [
          {
            version: '2026-11-21.3',
            note: 'New prices from November',
            publishedBy: '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e',
            publishedAt: '2026-11-21T09:30:00.000Z',
            count: 42,
          },
        ],
      },
    ],
  });

export type PublishPrices = z.output<typeof PublishPricesSchema>;
export type PriceListDto = z.output<typeof PriceListSchema>;
export type PriceListHistoryDto = z.output<typeof PriceListHistorySchema>;

export const toPrice = (dto: PublishPrices['changes'][number]): Price => ({
  ...dto,
  priceMicros: micros(dto.priceMicros),
});

export const toPriceListDto = (list: { version: string; prices: readonly Price[] }): PriceListDto => ({
  version: list.version,
  prices: list.prices.map(({ provider, model, unit, priceMicros, per, source, asOf }) => ({
    provider,
    model,
    unit,
    priceMicros,
    per,
    source,
    asOf,
  })),
});

export const toHistoryDto = (lists: Awaited<ReturnType<PriceLists['history']>>): PriceListHistoryDto => ({
  items: lists.map(({ version, note, publishedBy, publishedAt, count }) => ({
    version,
    note,
    publishedBy,
    publishedAt: publishedAt.toISOString(),
    count,
  })),
});
