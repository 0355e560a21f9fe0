import type { FilterSchema, SortKey } from '#libs/filters';

/** Over the last 24 hours, for each pipeline whose jobs were expected to cost something. */
export const ESTIMATE_ERRORS = `
SELECT pipeline, avg(abs(cost_micros - middle) / middle)::float8 AS error
FROM (
  SELECT pipeline, cost_micros, ((estimate ->> 'lowMicros')::numeric + (estimate ->> 'highMicros')::numeric) / 2 AS middle
  FROM jobs WHERE status = 'completed' AND estimate IS NOT NULL AND created_at > now() - interval '24 hours'
) j WHERE middle > 0 GROUP BY pipeline`;

const GROUPS = {
  day: `to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
  user: 'l.user_id::text',
  provider: 'l.provider',
  operation: 'l.operation',
  pipeline: 'l.pipeline',
  job: 'l.job_id::text',
} as const;

export const COST_GROUPS = Object.keys(GROUPS) as (keyof typeof GROUPS)[];
export type CostGroup = keyof typeof GROUPS;

/** What the ledger's lines can be filtered by before they are added up. */
export const COST_FILTERS = {
  provider: { type: 'string', column: 'l.provider' },
  operation: { type: 'string', column: 'l.operation' },
  pipeline: { type: 'string', column: 'l.pipeline' },
  priceList: { type: 'string', column: 'l.price_list' },
  userId: { type: 'uuid', column: 'l.user_id' },
  jobId: { type: 'uuid', column: 'l.job_id' },
  amountMicros: { type: 'integer', column: 'l.amount_micros' },
  at: { type: 'date', column: 'l.at' },
} as const satisfies FilterSchema;

/** The order of lines, and which of them come after the line whose key is $8 and whose amount is $9. */
const ORDERS = {
  key: { by: 'key', after: 'key > $8' },
  '-key': { by: 'key DESC', after: 'key < $8' },
  spentMicros: { by: '"spentMicros", key', after: '("spentMicros", key) > ($9::bigint, $8)' },
  '-spentMicros': {
    by: '"spentMicros" DESC, key',
    after: '("spentMicros" < $9::bigint OR "spentMicros" = $9::bigint AND key > $8)',
  },
} as const;

export const COST_SORTS = Object.keys(ORDERS) as [CostSort, ...CostSort[]];
export type CostSort = keyof typeof ORDERS;

/** What stands in a cursor of a report. */
export const COST_POSITION: readonly SortKey[] = [
  { column: 'key', type: 'text' },
  { column: '"spentMicros"', type: 'integer' },
];

/**
 * What was spent, by one thing. $1 tenant, $2 whether any user's, $3 user, $4 from (inclusive), $5 until (exclusive),
 * $6 provider or null, $7 user or null, $8 key and $9 amount of the last line of the page before or null, $10 at most so many lines; what
 * the filter asks for comes after. Each line tells what all of them add up to.
 */
export const costsBy = (group: CostGroup, sort: CostSort, filter: string | null): string =>
  `SELECT * FROM (
   SELECT ${GROUPS[group]} AS key, count(*)::integer AS purchases, sum(l.amount_micros)::bigint AS "spentMicros",
          (sum(sum(l.amount_micros)) OVER ())::bigint AS "totalMicros"
   FROM ledger_entries l
   WHERE l.tenant_id = $1 AND ($2 OR l.user_id = $3) AND l.account = 'spent' AND l.at >= $4 AND l.at < $5
     AND ($6::text IS NULL OR l.provider = $6) AND ($7::uuid IS NULL OR l.user_id = $7) ${filter === null ? '' : `AND ${filter}`}
   GROUP BY 1) AS line WHERE ($8::text IS NULL OR $9::bigint IS NULL OR ${ORDERS[sort].after}) ORDER BY ${ORDERS[sort].by} LIMIT $10`;

/** What a job has bought, as the books have it, the oldest first. $1 tenant, $2 whether any user's, $3 user, $4 job. */
export const COSTS_OF_JOB = `
SELECT l.effect_id AS "effectId", l.provider, l.operation, min(l.price_list) AS "priceList",
       coalesce(sum(l.amount_micros) FILTER (WHERE l.kind = 'hold' AND l.account = 'held'), 0)::bigint AS "reservedMicros",
       coalesce(sum(l.amount_micros) FILTER (WHERE l.account = 'held'), 0)::bigint AS "heldMicros",
       coalesce(sum(l.amount_micros) FILTER (WHERE l.account = 'spent'), 0)::bigint AS "spentMicros",
       min(l.at) AS at
FROM ledger_entries l WHERE l.tenant_id = $1 AND ($2 OR l.user_id = $3) AND l.job_id = $4
GROUP BY l.effect_id, l.provider, l.operation ORDER BY min(l.at), l.effect_id`;
