/** Connections are set up for small statements over indexes; this transaction reads everything. */
export const PLAN_FOR_WHOLE_TABLES = `
SELECT set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true), set_config('enable_seqscan', 'on', true),
       set_config('statement_timeout', '600000', true)`;

/**
 * Holds the books against each other. Each row is one difference: what is wrong, about what, the figure that the ledger has and the
 * one beside it, in micro-dollars.
 */
export const LEDGER_DIFFERENCES = `
WITH totals AS (
  SELECT effect_id, job_id, user_id, tenant_id, held_on,
         sum(amount_micros) AS balance,
         coalesce(sum(amount_micros) FILTER (WHERE account = 'held'), 0) AS held,
         coalesce(sum(amount_micros) FILTER (WHERE account = 'spent'), 0) AS spent
  FROM ledger_entries GROUP BY effect_id, job_id, user_id, tenant_id, held_on
), booked AS (
  SELECT w.scope, w.subject, w.period, w.starts, sum(t.held) AS held, sum(t.spent) AS spent
  FROM totals t, LATERAL (VALUES
    ('job', t.job_id, 'whole', DATE '1970-01-01'),
    ('user', t.user_id, 'day', t.held_on), ('user', t.user_id, 'month', date_trunc('month', t.held_on)::date),
    ('tenant', t.tenant_id, 'day', t.held_on), ('tenant', t.tenant_id, 'month', date_trunc('month', t.held_on)::date)
  ) AS w (scope, subject, period, starts)
  GROUP BY 1, 2, 3, 4
), differences AS (
  SELECT 'the entries of an effect do not sum to zero' AS what, effect_id::text AS about, balance AS ledger, 0 AS other
  FROM totals WHERE balance <> 0
  UNION ALL
  SELECT 'money is held for an effect that has ended', t.effect_id::text, t.held, 0
  FROM totals t LEFT JOIN side_effects e ON e.id = t.effect_id
  WHERE t.held <> 0 AND (e.id IS NULL OR e.state IN ('settled', 'failed', 'reconciled'))
  UNION ALL
  SELECT 'what is held for an open effect is not its estimate', e.id::text, coalesce(t.held, 0), e.estimated_micros
  FROM side_effects e LEFT JOIN totals t ON t.effect_id = e.id
  WHERE e.state IN ('intended', 'submitted', 'ambiguous') AND coalesce(t.held, 0) <> e.estimated_micros
  UNION ALL
  SELECT 'the ledger and the journal differ on a cost', e.id::text, coalesce(t.spent, 0), coalesce(e.cost_micros, 0)
  FROM side_effects e LEFT JOIN totals t ON t.effect_id = e.id
  WHERE coalesce(t.spent, 0) <> coalesce(e.cost_micros, 0)
  UNION ALL
  SELECT 'the running total of what is held is wrong', concat_ws(' ', s.scope, s.subject, s.period, s.starts), coalesce(b.held, 0), coalesce(s.held_micros, 0)
  FROM spending s FULL JOIN booked b ON b.scope = s.scope AND b.subject = s.subject AND b.period = s.period AND b.starts = s.starts
  WHERE coalesce(b.held, 0) <> coalesce(s.held_micros, 0)
  UNION ALL
  SELECT 'the running total of what is spent is wrong', concat_ws(' ', s.scope, s.subject, s.period, s.starts), coalesce(b.spent, 0), coalesce(s.spent_micros, 0)
  FROM spending s FULL JOIN booked b ON b.scope = s.scope AND b.subject = s.subject AND b.period = s.period AND b.starts = s.starts
  WHERE coalesce(b.spent, 0) <> coalesce(s.spent_micros, 0)
)
SELECT what, about, ledger::float8 AS "ledgerMicros", other::float8 AS "otherMicros" FROM differences LIMIT 1000`;
