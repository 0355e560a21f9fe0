/**
 * What a tenant has paid for and may be used again, the newest of each first. $1 tenant, $2 not older than so many seconds,
 * $3 jobs, or null for any, $4 at most so many.
 */
export const REUSABLE = `
SELECT DISTINCT ON (operation, cache_key) id AS "effectId", job_id AS "jobId", provider, operation, cache_key AS key, result,
       coalesce(cost_micros, 0) AS "costMicros"
FROM side_effects
WHERE tenant_id = $1 AND cache_key IS NOT NULL AND state = 'settled' AND result IS NOT NULL
  AND resolved_at > clock_timestamp() - $2 * interval '1 second' AND ($3::uuid[] IS NULL OR job_id = ANY ($3::uuid[]))
ORDER BY operation, cache_key, resolved_at DESC LIMIT $4`;
