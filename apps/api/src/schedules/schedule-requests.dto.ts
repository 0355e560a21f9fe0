import { z } from 'zod';
import { sortsOf } from '#libs/filters';
import { SCHEDULE_LIST } from '#libs/orchestration';
import { listParameters } from '../http/list-query.js';

const wholeNumber = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

const text = (max: number) => {
  const error = `must be text of 1 to ${max} characters`;
  return z.string({ error }).trim().min(1, { error }).max(max, { error });
};

const objectError = (issue: { code?: string }): string | undefined =>
  issue.code === 'invalid_type' ? 'must be a JSON object' : undefined;

const name = text(200).describe('Unique among the schedules of the tenant.');
const cron = text(200).describe(
  'Five cron fields (minute hour day month weekday), or six with seconds first. `0 7 * * 1-5`: at 07:00 from Monday to Friday.',
);
const timezone = text(100).describe(
  'The IANA time zone on whose clocks it runs. A time that they skip comes right after the gap; one that they repeat comes once.',
);
const input = z
  .record(z.string(), z.unknown(), { error: 'must be a JSON object' })
  .describe("What each job shall work on; checked against the pipeline's own schema.");
const priority = wholeNumber(0, 9);
const enabled = z.boolean({ error: 'must be true or false' });

const examples = [
  {
    name: 'Weekday offer',
    cron: '0 7 * * 1-5',
    timezone: 'Europe/Lisbon',
    pipeline: 'video',
    input: { brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread.', durationSec: 15 },
  },
];

export const CreateScheduleSchema = z
  .strictObject(
    {
      name,
      cron,
      timezone: timezone.default('UTC'),
      pipeline: text(100).describe('Which pipeline runs the jobs.'),
      input,
      priority: priority.default(5).describe('Of each job: 9 is served first, 0 last.'),
      enabled: enabled.default(true),
    },
    { error: objectError },
  )
  .meta({ id: 'CreateSchedule', examples });

export const ChangeScheduleSchema = z
  .strictObject({ name, cron, timezone, input, priority, enabled }, { error: objectError })
  .partial()
  .meta({ id: 'ChangeSchedule', examples: [{ enabled: false }] });

export const ListSchedulesSchema = z.strictObject(
  listParameters({
    filters: SCHEDULE_LIST.filters,
    sorts: sortsOf(SCHEDULE_LIST),
    example: 'enabled = true AND nextAt < 2026-12-01',
  }),
);

export type CreateSchedule = z.output<typeof CreateScheduleSchema>;
export type ChangeSchedule = z.output<typeof ChangeScheduleSchema>;
export type ListSchedules = z.output<typeof ListSchedulesSchema>;
