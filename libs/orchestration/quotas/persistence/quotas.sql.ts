/** Never before the day that a row was counted on: of two that wait for it at midnight, the earlier may be the later one to get it. */
const TODAY = `(now() AT TIME ZONE 'UTC')::date`;
const MIDNIGHT = `(date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC'`;

const BYTES = (tenant: string): string =>
  `(SELECT coalesce(sum(a.size), 0)::bigint FROM artifacts a WHERE a.tenant_id = ${tenant})`;

/** Jobs of today, by their ids, which begin with the time. */
const JOBS_TODAY = (tenant: string): string => `(
  SELECT count(*) FROM jobs j
  WHERE j.tenant_id = ${tenant} AND j.created_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
    AND j.id >= (lpad(to_hex((extract(epoch FROM date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC') * 1000)::bigint), 12, '0')
                 || repeat('0', 20))::uuid)`;

/**
 * The first part of a statement that accepts jobs ($1 ids, $2 tenants): which of them no quota has room for. The quotas' rows are locked
 * in the order of the tenants and stay locked until the commit, so that those who ask at once are counted one after the other.
 */
export const REFUSED = `quota AS MATERIALIZED (
  SELECT tenant_id, resource, allowed, CASE WHEN used_on >= ${TODAY} THEN used ELSE 0 END AS used FROM quotas
  WHERE tenant_id = ANY ($2::uuid[]) ORDER BY tenant_id, resource FOR NO KEY UPDATE
), used AS MATERIALIZED (
  SELECT tenant_id, resource, allowed, CASE resource WHEN 'artifact_bytes' THEN ${BYTES('tenant_id')} ELSE used END AS used FROM quota
), refused AS MATERIALIZED (
  SELECT DISTINCT ON (n.id) n.id, u.resource, u.allowed, u.used
  FROM (SELECT id, tenant, row_number() OVER (PARTITION BY tenant ORDER BY id) AS nth FROM unnest($1::uuid[], $2::uuid[]) AS g (id, tenant)) n
  JOIN used u ON u.tenant_id = n.tenant
   AND CASE u.resource WHEN 'jobs_per_day' THEN u.used + n.nth > u.allowed ELSE u.used >= u.allowed END
  ORDER BY n.id, u.resource
)`;

/** Whether none of the tenants ($2) has a quota: looked at once for a statement. */
export const NO_QUOTA = 'NOT EXISTS (SELECT FROM quotas WHERE tenant_id = ANY ($2::uuid[]))';

/** The last part: what has been accepted counts. `job` are the accepted ones. */
export const COUNT_ACCEPTED = `counted AS (
  UPDATE quotas q
  SET used = CASE WHEN q.used_on >= ${TODAY} THEN q.used ELSE 0 END + n.jobs, used_on = greatest(q.used_on, ${TODAY})
  FROM (SELECT tenant_id, count(*) AS jobs FROM job GROUP BY tenant_id) n
  WHERE q.tenant_id = n.tenant_id AND q.resource = 'jobs_per_day'
)`;

/** A refusal, as the columns `resource`, `limit`, `used`, `resetsAt` and `retryAfterSeconds`. */
export const REFUSAL = `r.resource, r.allowed AS "limit", r.used, ${MIDNIGHT} AS "resetsAt",
  ceil(extract(epoch FROM ${MIDNIGHT} - now()))::integer AS "retryAfterSeconds"`;

/** All resources, those too that nothing limits. $1 tenant, $2 resources. */
export const LIST_QUOTAS = `
SELECT r.resource, q.allowed AS "limit", q.changed_by AS "changedBy", q.changed_at AS "changedAt",
  CASE r.resource WHEN 'jobs_per_day' THEN ${MIDNIGHT} END AS "resetsAt",
  CASE WHEN r.resource = 'artifact_bytes' THEN ${BYTES('$1')}
       WHEN q.resource IS NULL THEN ${JOBS_TODAY('$1')}
       WHEN q.used_on >= ${TODAY} THEN q.used ELSE 0 END AS used
FROM unnest($2::text[]) WITH ORDINALITY AS r (resource, nth)
LEFT JOIN quotas q ON q.tenant_id = $1 AND q.resource = r.resource ORDER BY r.nth`;

/** What was submitted today counts. $1 tenant, $2 resource, $3 limit, $4 actor. */
export const SET_QUOTA = `
INSERT INTO quotas (tenant_id, resource, allowed, used, changed_by)
VALUES ($1, $2, $3, CASE $2 WHEN 'jobs_per_day' THEN ${JOBS_TODAY('$1')} ELSE 0 END, $4)
ON CONFLICT (tenant_id, resource) DO UPDATE
SET allowed = excluded.allowed, changed_by = excluded.changed_by, changed_at = clock_timestamp()`;

/** $1 tenant, $2 resource. */
export const REMOVE_QUOTA = 'DELETE FROM quotas WHERE tenant_id = $1 AND resource = $2 RETURNING resource';
