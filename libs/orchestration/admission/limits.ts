export const LIMIT_SCOPES = ['tenant', 'user', 'pipeline'] as const;
export type LimitScope = (typeof LIMIT_SCOPES)[number];

/** At most `maxJobs` jobs of this tenant, user (by id) or pipeline (by name) are under way at once. */
export interface ConcurrencyLimit {
  scope: LimitScope;
  key: string;
  maxJobs: number;
}

/** What of a job the limits look at. */
export interface JobOwner {
  tenantId: string;
  userId: string;
  pipeline: string;
}

const keyOf = (owner: JobOwner, scope: LimitScope): string =>
  ({ tenant: owner.tenantId, user: owner.userId, pipeline: owner.pipeline })[scope];

/** The limits that a job counts against. */
export const limitsOn = (limits: readonly ConcurrencyLimit[], owner: JobOwner): ConcurrencyLimit[] =>
  limits.filter(({ scope, key }) => keyOf(owner, scope) === key);

/**
 * Chooses who may begin: in the order given, everyone for whom each limit on it has room; one who has to wait holds up nobody else.
 * @param underWay jobs that have been admitted and have not ended
 * @param held jobs that wait, the most urgent first
 */
export function admissible<T extends JobOwner>(
  limits: readonly ConcurrencyLimit[],
  underWay: readonly (JobOwner & { jobs: number })[],
  held: readonly T[],
): T[] {
  const room = new Map<ConcurrencyLimit, number>(
    limits.map((limit) => {
      const inUse = underWay.filter((owner) => limitsOn([limit], owner).length > 0);
      return [limit, limit.maxJobs - inUse.reduce((sum, { jobs }) => sum + jobs, 0)];
    }),
  );
  return held.filter((job) => {
    const own = limitsOn(limits, job);
    if (own.some((limit) => (room.get(limit) ?? 0) <= 0)) return false;
    for (const limit of own) room.set(limit, (room.get(limit) ?? 0) - 1);
    return true;
  });
}
