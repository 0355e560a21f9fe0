import { z } from 'zod';

const time = z.iso.datetime();

const example = {
  id: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b',
  name: 'Weekday offer',
  cron: '0 7 * * 1-5',
  timezone: 'Europe/Lisbon',
  pipeline: 'video',
  input: { brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread.', durationSec: 15 },
  priority: 5,
  enabled: true,
  disabledReason: null,
  nextAt: '2026-11-23T07:00:00.000Z',
  createdAt: '2026-11-21T09:30:00.000Z',
  updatedAt: '2026-11-21T09:30:00.000Z',
};

const summary = {
  id: z.uuid(),
  name: z.string(),
  cron: z.string(),
  timezone: z.string(),
  pipeline: z.string(),
  input: z.record(z.string(), z.unknown()),
  priority: z.int(),
  enabled: z.boolean(),
  disabledReason: z
    .object({ code: z.string(), message: z.string() })
    .nullable()
    .describe('Why it was switched off by itself, as when the pipeline no longer takes its input.'),
  nextAt: time.nullable().describe('The next tick; null where it is off.'),
  createdAt: time,
  updatedAt: time,
};

export const ScheduleSummarySchema = z.object(summary).meta({ id: 'ScheduleSummary', examples: [example] });

export const ScheduleSchema = z
  .object({
    ...summary,
    nextTicks: z.array(time).describe('The next five ticks.'),
    lastRuns: z
      .array(
        z.object({
          tickAt: time,
          outcome: z.enum(['fired', 'skipped', 'refused']),
          jobId: z.uuid().nullable(),
          skippedBefore: time
            .nullable()
            .describe(
              'Where skipped: all ticks from `tickAt` on that came before this were too old, or the tenant was suspended.',
            ),
          firedAt: time,
        }),
      )
      .describe('The last ten ticks, the newest first.'),
  })
  .meta({
    id: 'Schedule',
    examples: [{ ...example, nextTicks: ['2026-11-23T07:00:00.000Z'], lastRuns: [] }],
  });

export const SchedulePageSchema = z
  .object({
    items: z.array(ScheduleSummarySchema),
    nextCursor: z
      .string()
      .nullable()
      .describe('Send it as `cursor` for the next page; null on the last one.'),
  })
  .meta({ id: 'SchedulePage', examples: [{ items: [example], nextCursor: null }] });

export type ScheduleDto = z.output<typeof ScheduleSchema>;
export type ScheduleSummaryDto = z.output<typeof ScheduleSummarySchema>;
export type SchedulePageDto = z.output<typeof SchedulePageSchema>;
