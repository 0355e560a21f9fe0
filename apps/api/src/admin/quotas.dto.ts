import { z } from 'zod';
import { type Quota, QUOTA_RESOURCES } from '#libs/orchestration';
import { objectError } from '../jobs/job-requests.dto.js';

const MAX = 1_000_000_000_000_000;
const error = `must be a whole number from 0 to ${MAX}`;
const resource = z.enum(QUOTA_RESOURCES, { error: `must be one of ${QUOTA_RESOURCES.join(', ')}` });

export const QuotaPathSchema = z.strictObject({ resource });

export const SetQuotaSchema = z
  .strictObject(
    {
      limit: z
        .int({ error })
        .min(0, { error })
        .max(MAX, { error })
        .describe('Jobs from midnight to midnight UTC, or bytes.'),
    },
    { error: objectError },
  )
  .meta({ id: 'SetQuota', examples: [{ limit: 500 }] });

const example = {
  resource: 'jobs_per_day' as const,
  limit: 500,
  used: 41,
  resetsAt: '2026-11-22T00:00:00.000Z',
  changedBy: '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e',
  changedAt: '2026-11-21T09:30:00.000Z',
};

export const QuotaSchema = z
  .object({
    resource: resource.describe(
      '`jobs_per_day`: jobs that were accepted since midnight UTC. `artifact_bytes`: what all artifacts of the tenant’s jobs have together; while it is used up, no further job is accepted.',
    ),
    limit: z.int().nullable().describe('Null where nothing limits it.'),
    used: z.int(),
    resetsAt: z.iso
      .datetime()
      .nullable()
      .describe('When `used` begins at 0 again; null where it does not by itself.'),
    changedBy: z.string().nullable(),
    changedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Quota', examples: [example] });

export const QuotaListSchema = z
  .object({ items: z.array(QuotaSchema) })
  .meta({ id: 'QuotaList', examples: [{ items: [example] }] });

export type QuotaPath = z.output<typeof QuotaPathSchema>;
export type SetQuota = z.output<typeof SetQuotaSchema>;
export type QuotaListDto = z.output<typeof QuotaListSchema>;

export const toQuotaListDto = (quotas: Quota[]): QuotaListDto => ({
  items: quotas.map((quota) => ({
    resource: quota.resource,
    limit: quota.limit,
    used: quota.used,
    resetsAt: quota.resetsAt?.toISOString() ?? null,
    changedBy: quota.changedBy,
    changedAt: quota.changedAt?.toISOString() ?? null,
  })),
});
