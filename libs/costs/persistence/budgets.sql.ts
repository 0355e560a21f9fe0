/** With what is held and spent in the present period. A budget for every user has one line for each who has spent. $1 tenant. */
export const LIST_BUDGETS = `
SELECT b.scope, b.user_id AS "userId", b.period, b.limit_micros AS "limitMicros", b.changed_by AS "changedBy", b.changed_at AS "changedAt",
       coalesce(s.held_micros, 0) AS "heldMicros", coalesce(s.spent_micros, 0) AS "spentMicros",
       (SELECT max(a.at) FROM budget_alerts a
        WHERE a.scope = b.scope AND a.period = b.period AND a.starts = p.starts AND a.limit_micros = b.limit_micros
          AND a.subject = coalesce(b.user_id, CASE b.scope WHEN 'tenant' THEN b.tenant_id ELSE a.subject END)
          AND a.tenant_id = b.tenant_id) AS "alertedAt"
FROM budgets b
CROSS JOIN LATERAL (SELECT date_trunc(b.period, now() AT TIME ZONE 'UTC')::date AS starts) p
LEFT JOIN spending s ON s.scope = b.scope AND s.period = b.period AND s.starts = p.starts
  AND s.subject = CASE b.scope WHEN 'tenant' THEN b.tenant_id ELSE b.user_id END
WHERE b.tenant_id = $1 ORDER BY b.scope, b.user_id NULLS FIRST, b.period`;

/** $1 id, $2 tenant, $3 scope, $4 user or null, $5 period, $6 limit, $7 actor. */
export const SET_BUDGET = `
INSERT INTO budgets (id, tenant_id, scope, user_id, period, limit_micros, changed_by)
SELECT $1, $2, $3, $4, $5, $6, $7
WHERE $4::uuid IS NULL OR EXISTS (SELECT 1 FROM users u WHERE u.id = $4 AND u.tenant_id = $2)
ON CONFLICT (tenant_id, scope, user_id, period)
DO UPDATE SET limit_micros = excluded.limit_micros, changed_by = excluded.changed_by, changed_at = now()
RETURNING id`;

/** $1 tenant, $2 scope, $3 user or null, $4 period. */
export const REMOVE_BUDGET = `
DELETE FROM budgets WHERE tenant_id = $1 AND scope = $2 AND user_id IS NOT DISTINCT FROM $3 AND period = $4 RETURNING id`;

/** The budgets that a job of a user's would count against, with what is left of them. $1 tenant, $2 user. */
export const BUDGETS_OF = `
SELECT DISTINCT ON (b.scope, b.period) b.tenant_id AS "tenantId", b.scope, b.period, b.limit_micros AS "limitMicros", p.starts::text AS starts,
       coalesce(s.held_micros, 0) AS "heldMicros", coalesce(s.spent_micros, 0) AS "spentMicros",
       CASE b.scope WHEN 'tenant' THEN b.tenant_id ELSE $2::uuid END AS subject
FROM budgets b
CROSS JOIN LATERAL (SELECT date_trunc(b.period, now() AT TIME ZONE 'UTC')::date AS starts) p
LEFT JOIN spending s ON s.scope = b.scope AND s.period = b.period AND s.starts = p.starts
  AND s.subject = CASE b.scope WHEN 'tenant' THEN b.tenant_id ELSE $2::uuid END
WHERE b.tenant_id = $1 AND (b.user_id IS NULL OR b.user_id = $2)
ORDER BY b.scope, b.period, b.user_id NULLS LAST`;
