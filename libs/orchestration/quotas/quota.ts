import { AppError } from '#libs/kernel';

/** What a tenant may use: new jobs a day (from midnight UTC), and bytes of all artifacts of its jobs. */
export const QUOTA_RESOURCES = ['jobs_per_day', 'artifact_bytes'] as const;
export type QuotaResource = (typeof QUOTA_RESOURCES)[number];

export interface Quota {
  resource: QuotaResource;
  /** Null where nothing limits it. */
  limit: number | null;
  used: number;
  /** When `used` begins at 0 again; null where that does not happen by itself. */
  resetsAt: Date | null;
  changedBy: string | null;
  changedAt: Date | null;
}

/** Why a job was not accepted. */
export interface QuotaRefusal {
  resource: QuotaResource;
  limit: number;
  used: number;
  resetsAt: Date;
  retryAfterSeconds: number;
}

const RAISE = 'Whoever manages the settings can raise it.';

/** Only a day's quota passes by itself, and says when. */
export function quotaExceeded({ resource, limit, used, ...reset }: QuotaRefusal): AppError {
  if (resource === 'artifact_bytes') {
    return new AppError(
      'quota.storage_exceeded',
      `The tenant’s artifacts may have ${limit} bytes together, and have ${used}. ${RAISE}`,
      { class: 'budget', details: { limit, used } },
    );
  }
  const resetsAt = reset.resetsAt.toISOString();
  return new AppError(
    'quota.jobs_exceeded',
    `The tenant may submit ${limit} jobs a day, and has today: it may again from ${resetsAt} on. ${RAISE}`,
    {
      class: 'budget',
      retryable: true,
      details: { limit, resetsAt, retryAfterSeconds: reset.retryAfterSeconds },
    },
  );
}
