import { COUNT_ACCEPTED, NO_QUOTA, REFUSAL, REFUSED } from '../quotas/persistence/quotas.sql.js';
import { NOT_DRAINED } from './claim.sql.js';

/**
 * Accepts jobs: each with the stages that wait for nothing, its first event and its first messages stands or falls with the rest of the group.
 * A job that a concurrency limit holds back is accepted without messages; it is admitted later. A stage that the accepting
 * process begins at once is stored under its lease and needs no message either. What a quota has no room for is left out, and says why.
 *
 * Jobs: $1 ids, $2 tenants, $3 users, $4 pipelines, $5 versions, $6 tracks, $7 reasons, $8 inputs, $9 seeds, $10 priorities,
 * $11 budgets in micro-dollars, $12 whether admitted, $13 whether begun at once.
 * Stages: $14 ids, $15 which of the jobs (from 1), $16 stages, $17 agents, $18 queues.
 * $19 owner, $20 lease in ms. Jobs again: $21 estimates, $22 batches.
 */
const insertJobs = (quotas: QuotaParts, keys: KeyParts) => `
WITH ${quotas.first} ${keys.first(quotas)} job AS (
  INSERT INTO jobs (id, tenant_id, created_by, pipeline, pipeline_version, track, track_reason, input, seed, priority,
                    budget_micros, estimate, batch_id, state, status, event_seq, admitted_at, started_at, due_at)
  SELECT n.id, n.tenant, n.creator, n.pipeline, n.version, n.track, n.reason, n.input, n.seed, n.priority, n.budget, n.estimate, n.batch, 'INIT',
         CASE WHEN begins THEN 'processing' ELSE 'pending' END, CASE WHEN begins THEN 2 ELSE 1 END,
         CASE WHEN n.admitted THEN now() END, CASE WHEN begins THEN now() END,
         CASE WHEN n.admitted THEN now() + $20 * interval '1 millisecond' END
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::integer[], $6::text[], $7::text[], $8::jsonb[], $9::integer[],
              $10::smallint[], $11::bigint[], $12::boolean[], $13::boolean[], $21::jsonb[], $22::uuid[])
         AS n (id, tenant, creator, pipeline, version, track, reason, input, seed, priority, budget, admitted, begun, estimate, batch),
       LATERAL (SELECT n.begun AND ${NOT_DRAINED} AS begins) AS now_or_later
  WHERE ${quotas.filter('n.id')} ${keys.filter('n.id')}
  RETURNING id, tenant_id, created_by, pipeline, pipeline_version, track, track_reason, state, status, priority, created_at
), stages AS (
  INSERT INTO stage_executions (id, tenant_id, job_id, stage, agent, queue, pending, status, ready_at, dispatched_at,
                                started_at, attempt, lease_token, lease_owner, lease_until)
  SELECT s.id, job.tenant, job.id, s.stage, s.agent, s.queue, 0, CASE WHEN begins THEN 'running' ELSE 'ready' END,
         now(), CASE WHEN job.admitted THEN now() END,
         CASE WHEN begins THEN now() END, begins::integer, begins::integer,
         CASE WHEN begins THEN $19 END, CASE WHEN begins THEN clock_timestamp() + $20 * interval '1 millisecond' END
  FROM unnest($14::uuid[], $15::integer[], $16::text[], $17::text[], $18::text[]) AS s (id, nth, stage, agent, queue),
       LATERAL (SELECT ($1::uuid[])[s.nth] AS id, ($2::uuid[])[s.nth] AS tenant, ($12::boolean[])[s.nth] AS admitted) AS job,
       LATERAL (SELECT ($13::boolean[])[s.nth] AND ${NOT_DRAINED} AS begins) AS now_or_later
  WHERE ${quotas.filter('job.id')} ${keys.filter('job.id')}
  RETURNING id, job_id, tenant_id, stage, agent, queue, status, dispatched_at
), sent AS (
  INSERT INTO outbox (tenant_id, queue, priority, message)
  SELECT s.tenant_id, s.queue, job.priority, jsonb_build_object('v', 1, 'jobId', s.job_id, 'stageId', s.id, 'dispatch', 0)
  FROM stages s JOIN job ON job.id = s.job_id WHERE s.status = 'ready' AND s.dispatched_at IS NOT NULL
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT id, 1, tenant_id, 'job.created', created_by::text,
         jsonb_build_object('pipeline', pipeline, 'pipelineVersion', pipeline_version, 'track', track, 'trackReason', track_reason,
                            'state', state, 'priority', priority)
  FROM job
  UNION ALL
  SELECT s.job_id, 2, s.tenant_id, 'stage.started', $19, jsonb_build_object('stage', s.stage, 'item', NULL, 'agent', s.agent, 'attempt', 1)
  FROM stages s WHERE s.status = 'running'
) ${quotas.last}`;

/** What a statement says of quotas. */
interface QuotaParts {
  first: string;
  /** Which jobs are accepted, of those with this id. */
  filter: (id: string) => string;
  /** Ends the statement: what has been accepted, and what not. */
  last: string;
}

interface KeyParts {
  first: (quotas: QuotaParts) => string;
  filter: (id: string) => string;
}

const ACCEPTED = "j.created_at, j.status = 'processing' AS begun";

/** Accepts nothing at all where one of the tenants has a quota: the group is to be counted. Nearly all groups need no more. */
const uncounted: QuotaParts = {
  first: '',
  filter: () => NO_QUOTA,
  last: `SELECT j.id, ${ACCEPTED}, NULL AS resource FROM job j`,
};

const counted: QuotaParts = {
  first: `${REFUSED},`,
  filter: (id) => `${id} NOT IN (SELECT id FROM refused)`,
  last: `, ${COUNT_ACCEPTED}
SELECT coalesce(j.id, r.id) AS id, ${ACCEPTED}, ${REFUSAL} FROM job j FULL JOIN refused r ON r.id = j.id`,
};

const unkeyed: KeyParts = { first: () => '', filter: () => '' };

/** As JavaScript writes a time, cut to milliseconds alike. */
const NOW_ISO = `to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * The same, where jobs of the group carry a key: one whose key is taken is left out. The answer is stored with the key, so that whoever
 * was not told can ask again. Keys are taken in one order everywhere, so that two groups can't wait for each other.
 * Keyed jobs: $23 ids, $24 tenants, $25 callers, $26 routes, $27 keys, $28 fingerprints, $29 lives in seconds, $30 statuses, $31 headers,
 * $32 answers for a job that waits, $33 and for one that is begun at once, $34 placeholders for the time.
 */
const keyed: KeyParts = {
  first: (quotas) => `keyed AS (
  INSERT INTO idempotency_keys AS k (tenant_id, caller, route, key, fingerprint, holder, status, headers, body, expires_at)
  SELECT n.tenant, n.caller, n.route, n.key, n.fingerprint, n.id, n.status, n.headers,
         replace(CASE WHEN j.begun AND ${NOT_DRAINED} THEN n.begun ELSE n.waiting END, n.placeholder, ${NOW_ISO}),
         now() + n.life * interval '1 second'
  FROM unnest($23::uuid[], $24::uuid[], $25::text[], $26::text[], $27::text[], $28::text[], $29::integer[], $30::smallint[], $31::jsonb[],
              $32::text[], $33::text[], $34::text[])
         AS n (id, tenant, caller, route, key, fingerprint, life, status, headers, waiting, begun, placeholder)
    JOIN unnest($1::uuid[], $13::boolean[]) AS j (id, begun) ON j.id = n.id
  WHERE ${quotas.filter('n.id')}
  ORDER BY n.tenant, n.caller, n.route, n.key
  ON CONFLICT (tenant_id, caller, route, key) DO UPDATE
    SET fingerprint = excluded.fingerprint, holder = excluded.holder, status = excluded.status, headers = excluded.headers,
        body = excluded.body, expires_at = excluded.expires_at, locked_until = NULL
    WHERE k.expires_at <= clock_timestamp()
  RETURNING holder
),`,
  filter: (id) => `AND (${id} <> ALL ($23::uuid[]) OR ${id} IN (SELECT holder FROM keyed))`,
};

/** By whether jobs of the group carry keys, and whether they are counted. */
export const INSERT_JOBS = {
  unkeyed: { uncounted: insertJobs(uncounted, unkeyed), counted: insertJobs(counted, unkeyed) },
  keyed: { uncounted: insertJobs(uncounted, keyed), counted: insertJobs(counted, keyed) },
};
