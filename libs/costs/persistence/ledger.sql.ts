/** The budgets that an effect counts against, in the order in which everybody locks them. `e` is the effect with its job. */
const SUBJECTS = `
  LATERAL (VALUES
    (1, 'job', e.job_id, 'whole', DATE '1970-01-01'),
    (2, 'user', e.user_id, 'day', e.held_on),
    (3, 'user', e.user_id, 'month', date_trunc('month', e.held_on)::date),
    (4, 'tenant', e.tenant_id, 'day', e.held_on),
    (5, 'tenant', e.tenant_id, 'month', date_trunc('month', e.held_on)::date)
  ) AS w (rank, scope, subject, period, starts)`;

/**
 * Reserves an effect's estimate with everything that it counts against, and books it.
 * $1 effect, $2 version of the price list.
 * Returns every budget that has a limit, the narrowest first, as it stands with this reservation.
 */
export const HOLD = `
WITH effect AS (
  SELECT e.id, e.tenant_id, e.job_id, j.created_by AS user_id, j.pipeline, j.budget_micros, e.provider, e.operation,
         e.estimated_micros AS amount, (e.created_at AT TIME ZONE 'UTC')::date AS held_on
  FROM side_effects e JOIN jobs j ON j.id = e.job_id WHERE e.id = $1
), held AS (
  INSERT INTO spending AS s (tenant_id, scope, subject, period, starts, held_micros)
  SELECT e.tenant_id, w.scope, w.subject, w.period, w.starts, e.amount FROM effect e, ${SUBJECTS} ORDER BY w.rank
  ON CONFLICT (scope, subject, period, starts) DO UPDATE SET held_micros = s.held_micros + excluded.held_micros
  RETURNING scope, subject, period, starts, held_micros, spent_micros
), booked AS (
  INSERT INTO ledger_entries (effect_id, kind, account, amount_micros, tenant_id, user_id, job_id, pipeline, provider, operation,
                              price_list, held_on)
  SELECT e.id, 'hold', b.account, b.amount, e.tenant_id, e.user_id, e.job_id, e.pipeline, e.provider, e.operation, $2, e.held_on
  FROM effect e, LATERAL (VALUES ('available', -e.amount), ('held', e.amount)) AS b (account, amount) WHERE e.amount > 0
), limits AS (
  SELECT 'job' AS scope, 'whole' AS period, budget_micros AS micros FROM effect WHERE budget_micros IS NOT NULL
  UNION ALL
  (SELECT DISTINCT ON (b.scope, b.period) b.scope, b.period, b.limit_micros
   FROM budgets b JOIN effect e ON b.tenant_id = e.tenant_id AND (b.user_id IS NULL OR b.user_id = e.user_id)
   ORDER BY b.scope, b.period, b.user_id NULLS LAST)
)
SELECT h.scope, h.subject, h.period, h.starts::text AS starts, h.held_micros AS "heldMicros", h.spent_micros AS "spentMicros",
       l.micros AS "limitMicros", e.amount AS "amountMicros", e.tenant_id AS "tenantId"
FROM effect e, held h JOIN limits l ON l.scope = h.scope AND l.period = h.period
ORDER BY array_position(ARRAY['job', 'user', 'tenant'], h.scope), h.period`;

/**
 * Books what an effect has cost and releases the rest, once: the unique key of the entries refuses a second time.
 * What was held in a period is charged to that period, whenever the bill comes. $1 effect, $2 version of the price list.
 */
export const SETTLE = `
WITH effect AS (
  SELECT e.id, e.tenant_id, e.job_id, j.created_by AS user_id, j.pipeline, e.provider, e.operation, e.estimated_micros AS held,
         coalesce(e.cost_micros, 0) AS cost, (e.created_at AT TIME ZONE 'UTC')::date AS held_on
  FROM side_effects e JOIN jobs j ON j.id = e.job_id WHERE e.id = $1
), locked AS (
  SELECT s.scope, s.subject, s.period, s.starts
  FROM effect e, ${SUBJECTS}, spending s
  WHERE s.scope = w.scope AND s.subject = w.subject AND s.period = w.period AND s.starts = w.starts
  ORDER BY w.rank FOR NO KEY UPDATE OF s
), settled AS (
  UPDATE spending s SET held_micros = s.held_micros - e.held, spent_micros = s.spent_micros + e.cost
  FROM locked l, effect e
  WHERE s.scope = l.scope AND s.subject = l.subject AND s.period = l.period AND s.starts = l.starts
)
INSERT INTO ledger_entries (effect_id, kind, account, amount_micros, tenant_id, user_id, job_id, pipeline, provider, operation,
                            price_list, held_on)
SELECT e.id, b.kind, b.account, b.amount, e.tenant_id, e.user_id, e.job_id, e.pipeline, e.provider, e.operation, $2, e.held_on
FROM effect e, LATERAL (VALUES
  ('settle', 'held', -least(e.cost, e.held)),
  ('settle', 'available', -greatest(e.cost - e.held, 0)),
  ('settle', 'spent', e.cost),
  ('release', 'held', -greatest(e.held - e.cost, 0)),
  ('release', 'available', greatest(e.held - e.cost, 0))
) AS b (kind, account, amount) WHERE b.amount <> 0`;

/** Once for each budget, period and limit. $1 tenant, $2 scope, $3 subject, $4 period, $5 its first day, $6 limit, $7 used. */
export const ALERT = `
INSERT INTO budget_alerts (tenant_id, scope, subject, period, starts, limit_micros, used_micros)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING at`;
