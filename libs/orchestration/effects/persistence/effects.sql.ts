/** An effect as the domain names it. */
const EFFECT = (e: string) => `
  ${e}.id, ${e}.tenant_id AS "tenantId", ${e}.job_id AS "jobId", ${e}.stage_id AS "stageId", ${e}.stage, ${e}.item, ${e}.key,
  ${e}.attempt, ${e}.provider, ${e}.operation, ${e}.account, ${e}.request_hash AS "requestHash", ${e}.state, ${e}.outcome,
  ${e}.external_id AS "externalId", ${e}.result, ${e}.estimated_micros AS "estimatedMicros", ${e}.cost_micros AS "costMicros",
  ${e}.needs_person AS "needsPerson", (extract(epoch FROM clock_timestamp() - ${e}.sent_at) * 1000)::float8 AS "ageMs"`;

const OPEN = `('intended', 'submitted', 'ambiguous')`;

const eventData = (e: string) => `
  jsonb_build_object('effectId', ${e}.id, 'stage', ${e}.stage, 'item', ${e}.item, 'key', ${e}.key, 'attempt', ${e}.attempt,
                     'provider', ${e}.provider, 'operation', ${e}.operation, 'externalId', ${e}.external_id,
                     'estimatedMicros', ${e}.estimated_micros, 'costMicros', ${e}.cost_micros, 'outcome', ${e}.outcome)`;

/** Counting open effects is only right if nobody else counts at the same time. Held to the end of the transaction. $1 provider, $2 account. */
export const LOCK_PROVIDER = `SELECT pg_advisory_xact_lock(hashtextextended('side_effects:' || $1::text || ':' || $2::text, 0))`;

/** The newest attempt at an effect. $1 stage execution, $2 generation, $3 key. */
export const LATEST_EFFECT = `
SELECT ${EFFECT('e')} FROM side_effects e
WHERE e.stage_id = $1 AND e.generation = $2 AND e.key = $3 ORDER BY e.attempt DESC LIMIT 1`;

/**
 * Records the intent to call, while the stage is ours and the provider has room. LOCK_PROVIDER comes first.
 * $1 job, $2 stage execution, $3 token, $4 id of the effect, $5 key, $6 provider, $7 operation, $8 hash of the request, $9 estimate,
 * $10 open effects that the provider may have, $11 of them for one tenant, $12 sent to it within a minute, or null, $13 account, $14 key of the cache, or null.
 * No row: the lease is lost. `id` null: no room.
 */
export const BEGIN_EFFECT = `
WITH job AS (
  SELECT id, tenant_id, event_seq FROM jobs
  WHERE id = $1 AND status IN ('processing', 'paused', 'awaiting_approval') FOR NO KEY UPDATE
), held AS (
  SELECT s.*, job.event_seq FROM stage_executions s JOIN job ON job.id = s.job_id
  WHERE s.id = $2 AND s.lease_token = $3 AND s.status = 'running' AND s.lease_until > clock_timestamp()
), load AS (
  SELECT count(*) AS provider, count(*) FILTER (WHERE e.tenant_id = (SELECT tenant_id FROM held)) AS tenant,
         CASE WHEN $12::integer IS NULL THEN 0 ELSE
           (SELECT count(*) FROM side_effects r WHERE r.provider = $6 AND r.account = $13 AND r.sent_at > clock_timestamp() - interval '1 minute')
         END AS minute
  FROM side_effects e WHERE e.provider = $6 AND e.account = $13 AND e.state IN ${OPEN}
), intended AS (
  INSERT INTO side_effects (id, tenant_id, job_id, stage_id, generation, stage, item, key, attempt, provider, operation,
                            request_hash, state, estimated_micros, lease_token, account, cache_key)
  SELECT $4, h.tenant_id, h.job_id, h.id, h.generation, h.stage, h.item, $5,
         1 + coalesce((SELECT max(e.attempt) FROM side_effects e
                       WHERE e.stage_id = h.id AND e.generation = h.generation AND e.key = $5), 0),
         $6, $7, $8, 'intended', $9, h.lease_token, $13, $14
  FROM held h, load WHERE load.provider < $10::integer AND load.tenant < $11::integer
    AND load.minute < coalesce($12::integer, 1)
  RETURNING *
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT e.job_id, h.event_seq + 1, e.tenant_id, 'effect.intended', h.lease_owner, ${eventData('e')} FROM intended e, held h
), counted AS (
  UPDATE jobs j SET event_seq = j.event_seq + 1 FROM intended e WHERE j.id = e.job_id
)
SELECT ${EFFECT('e')} FROM held h LEFT JOIN intended e ON true`;

/**
 * Moves an effect, books what it cost to its job and stage, and logs it, in one statement.
 * $1 job, $2 effect, $3 states it may come from, $4 new state, $5 external id, $6 result, $7 error, $8 cost, $9 outcome,
 * $10 actor, then what the guard needs. No row: it is not ours to move, or it has moved already.
 */
const moveEffect = (guard: string) => `
WITH job AS (
  SELECT id, event_seq FROM jobs WHERE id = $1 FOR NO KEY UPDATE
), moved AS (
  UPDATE side_effects e
  SET state = $4, external_id = coalesce($5, e.external_id), result = coalesce($6::jsonb, e.result), error = $7::jsonb,
      cost_micros = coalesce($8::bigint, e.cost_micros), outcome = $9, needs_person = false,
      submitted_at = CASE $4 WHEN 'submitted' THEN clock_timestamp() ELSE e.submitted_at END,
      resolved_at = CASE WHEN $4 IN ('settled', 'failed', 'reconciled') THEN clock_timestamp() END
  FROM job
  WHERE e.id = $2 AND e.job_id = job.id AND e.state = ANY ($3::text[]) AND ${guard}
  RETURNING e.*
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT e.job_id, job.event_seq + 1, e.tenant_id, 'effect.' || e.state, $10, ${eventData('e')} FROM moved e, job
), booked AS (
  UPDATE jobs j SET event_seq = j.event_seq + 1, cost_micros = j.cost_micros + coalesce($8::bigint, 0)
  FROM moved e WHERE j.id = e.job_id
), booked_stage AS (
  UPDATE stage_executions s SET cost_micros = s.cost_micros + $8::bigint
  FROM moved e WHERE s.id = e.stage_id AND $8::bigint > 0
)
SELECT ${EFFECT('e')} FROM moved e`;

/** Guarded by the stage's lease: $11 token. */
export const MOVE_EFFECT_OF_STAGE = moveEffect(`EXISTS (
    SELECT 1 FROM stage_executions s WHERE s.id = e.stage_id AND s.generation = e.generation
      AND s.lease_token = $11::bigint AND s.status = 'running' AND s.lease_until > clock_timestamp())`);

/** Guarded by the claim of the reconciler: $11 its name. */
export const MOVE_CLAIMED_EFFECT = moveEffect(
  `e.claimed_by = $11::text AND e.claimed_until > clock_timestamp()`,
);

/** By whoever brings the truth from the provider: its webhook. */
export const MOVE_EFFECT = moveEffect('true');

/** Notes that the same request goes out again under its key. $1 effect, $2 token of the stage. */
export const MARK_SENT_AGAIN = `
UPDATE side_effects e SET sent_at = clock_timestamp()
WHERE e.id = $1 AND e.state = 'ambiguous' AND EXISTS (
  SELECT 1 FROM stage_executions s WHERE s.id = e.stage_id AND s.lease_token = $2 AND s.status = 'running'
    AND s.lease_until > clock_timestamp())
RETURNING e.id`;

/** Tells that another provider was asked. $1 job, $2 stage execution, $3 token, $4 data. */
export const LOG_FALLBACK = `
WITH job AS (
  UPDATE jobs j SET event_seq = j.event_seq + 1 FROM stage_executions s
  WHERE j.id = $1 AND s.id = $2 AND s.job_id = j.id AND s.lease_token = $3 AND s.status = 'running'
    AND s.lease_until > clock_timestamp()
  RETURNING j.id, j.tenant_id, j.event_seq, s.lease_owner
)
INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
SELECT id, event_seq, tenant_id, 'effect.fallback', lease_owner, $4::jsonb FROM job RETURNING seq`;

/** An effect of a provider by its id there, or by ours. $1 provider, $2 external id or null, $3 effect or null. */
export const FIND_EFFECT = `
SELECT ${EFFECT('e')} FROM side_effects e WHERE e.provider = $1 AND (e.external_id = $2 OR e.id = $3::uuid)`;

/** A job's effects, oldest first. $1 tenant, $2 whether any user's, $3 user, $4 job. */
export const EFFECTS_OF_JOB = `
SELECT ${EFFECT('e')}, e.error, e.created_at AS "createdAt", e.resolved_at AS "resolvedAt"
FROM side_effects e JOIN jobs j ON j.id = e.job_id
WHERE j.tenant_id = $1 AND ($2 OR j.created_by = $3) AND j.id = $4 ORDER BY e.created_at, e.id`;

export { EFFECT, OPEN, eventData };
