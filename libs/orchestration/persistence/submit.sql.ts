import { COUNT_ACCEPTED, NO_QUOTA, REFUSAL, REFUSED } from '../quotas/persistence/quotas.sql.js';
import { NOT_DRAINED } from './claim.sql.js';

/**
 * Accepts jobs: each with the stages that wait for nothing, its first event and its first messages stands or falls with the rest of the group.
 * A job that a concurrency limit holds back is accepted without messages; it is admitted later. A stage that the accepting process begins
 * at once is carried by its job under a lease, and needs neither row nor message. What a quota has no room for is left out, and says why.
 *
 * Jobs: $1 ids, $2 tenants, $3 users, $4 pipelines, $5 versions, $6 tracks, $7 reasons, $8 inputs, $9 seeds, $10 priorities,
 * $11 budgets in micro-dollars, $12 whether admitted, $13 which of the stages (from 1) is begun at once, or null.
 * Stages: $14 ids, $15 which of the jobs (from 1), $16 stages, $17 agents, $18 queues.
 * $19 owner, $20 lease in ms. Jobs again: $21 estimates, $22 batches, $23 data of the events `job.created`, with the stage that is begun
 * as `started`.
 */
const insertJobs = (quotas: QuotaParts, keys: KeyParts) => `
WITH ${quotas.first} ${keys.first(quotas)} job AS (
  INSERT INTO jobs (id, tenant_id, created_by, pipeline, pipeline_version, track, track_reason, input, seed, priority,
                    budget_micros, estimate, batch_id, state, status, event_seq, admitted_at, started_at, due_at,
                    carried_id, carried_stage, carried_agent, carried_queue, carried_by, carried_since, carried_until)
  SELECT g.id, ($2::uuid[])[n], ($3::uuid[])[n], ($4::text[])[n], ($5::integer[])[n], ($6::text[])[n], ($7::text[])[n], ($8::jsonb[])[n],
         ($9::integer[])[n], ($10::smallint[])[n], ($11::bigint[])[n], ($21::jsonb[])[n], ($22::uuid[])[n], 'INIT',
         CASE WHEN begins THEN 'processing' ELSE 'pending' END, 1, CASE WHEN ($12::boolean[])[n] THEN now() END,
         CASE WHEN begins THEN now() END, CASE WHEN ($12::boolean[])[n] THEN now() + $20 * interval '1 millisecond' END,
         ($14::uuid[])[first], ($16::text[])[first], ($17::text[])[first], ($18::text[])[first], $19,
         now(), clock_timestamp() + $20 * interval '1 millisecond'
  FROM unnest($1::uuid[]) WITH ORDINALITY AS g (id, nth), ${PLACE}
  WHERE ${quotas.filter('g.id')} ${keys.filter('g.id')}
  RETURNING id, tenant_id, priority, status, created_at
), stages AS (
  INSERT INTO stage_executions (id, tenant_id, job_id, stage, agent, queue, pending, status, ready_at, dispatched_at)
  SELECT s.id, job.tenant, job.id, ($16::text[])[s.n], ($17::text[])[s.n], ($18::text[])[s.n], 0, 'ready', now(),
         CASE WHEN job.admitted THEN now() END
  FROM unnest($14::uuid[], $15::integer[]) WITH ORDINALITY AS s (id, nth, n),
       LATERAL (SELECT ($1::uuid[])[s.nth] AS id, ($2::uuid[])[s.nth] AS tenant, ($12::boolean[])[s.nth] AS admitted,
                       ($13::integer[])[s.nth] IS NOT NULL AND ${NOT_DRAINED} AS begins) AS job
  WHERE NOT job.begins AND ${quotas.filter('job.id')} ${keys.filter('job.id')}
  RETURNING id, job_id, tenant_id, queue, dispatched_at
), sent AS (
  INSERT INTO outbox (tenant_id, queue, priority, message)
  SELECT s.tenant_id, s.queue, job.priority, jsonb_build_object('v', 1, 'jobId', s.job_id, 'stageId', s.id, 'dispatch', 0)
  FROM stages s JOIN job ON job.id = s.job_id WHERE s.dispatched_at IS NOT NULL
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT g.id, 1, ($2::uuid[])[n], 'job.created', ($3::uuid[])[n]::text,
         CASE WHEN begins THEN ($23::jsonb[])[n] ELSE ($23::jsonb[])[n] - 'started' END
  FROM unnest($1::uuid[]) WITH ORDINALITY AS g (id, nth), ${PLACE}
  WHERE ${quotas.filter('g.id')} ${keys.filter('g.id')}
) ${quotas.last}`;

/** The job's place in the lists, and of its stage that is begun at once. */
const PLACE = `LATERAL (SELECT nth::integer AS n) AS place,
  LATERAL (SELECT CASE WHEN ${NOT_DRAINED} THEN ($13::integer[])[n] END AS first) AS stage, LATERAL (SELECT first IS NOT NULL AS begins) AS whether`;

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
 * Keyed jobs: $24 ids, $25 tenants, $26 callers, $27 routes, $28 keys, $29 fingerprints, $30 lives in seconds, $31 statuses, $32 headers,
 * $33 answers for a job that waits, $34 and for one that is begun at once, $35 placeholders for the time.
 */
const keyed: KeyParts = {
  first: (quotas) => `keyed AS (
  INSERT INTO idempotency_keys AS k (tenant_id, caller, route, key, fingerprint, holder, status, headers, body, expires_at)
  SELECT n.tenant, n.caller, n.route, n.key, n.fingerprint, n.id, n.status, n.headers,
         replace(CASE WHEN j.first IS NOT NULL AND ${NOT_DRAINED} THEN n.begun ELSE n.waiting END, n.placeholder, ${NOW_ISO}),
         now() + n.life * interval '1 second'
  FROM unnest($24::uuid[], $25::uuid[], $26::text[], $27::text[], $28::text[], $29::text[], $30::integer[], $31::smallint[], $32::jsonb[],
              $33::text[], $34::text[], $35::text[])
         AS n (id, tenant, caller, route, key, fingerprint, life, status, headers, waiting, begun, placeholder)
    JOIN unnest($1::uuid[], $13::integer[]) AS j (id, first) ON j.id = n.id
  WHERE ${quotas.filter('n.id')}
  ORDER BY n.tenant, n.caller, n.route, n.key
  ON CONFLICT (tenant_id, caller, route, key) DO UPDATE
    SET fingerprint = excluded.fingerprint, holder = excluded.holder, status = excluded.status, headers = excluded.headers,
        body = excluded.body, expires_at = excluded.expires_at, locked_until = NULL
    WHERE k.expires_at <= clock_timestamp()
  RETURNING holder
),`,
  filter: (id) => `AND (${id} <> ALL ($24::uuid[]) OR ${id} IN (SELECT holder FROM keyed))`,
};

/** By whether jobs of the group carry keys, and whether they are counted. */
export const INSERT_JOBS = {
  unkeyed: { uncounted: insertJobs(uncounted, unkeyed), counted: insertJobs(counted, unkeyed) },
  keyed: { uncounted: insertJobs(uncounted, keyed), counted: insertJobs(counted, keyed) },
};
