import { hasStatus, NOT_DRAINED } from './claim.sql.js';

/** Where a stage that is finished stands until then, and what becomes of it. */
interface Place {
  /** Whether job `j` is where the stage left it, and can carry the next one. */
  guard: string;
  /** Of `moved`, with a row for each that is finished. */
  finished: string;
}

/** The job carries it: its row is written now, once. */
const CARRIED: Place = {
  guard: 'j.carried_id = ($2::uuid[])[n] AND j.carried_until > clock_timestamp()',
  finished: `
  INSERT INTO stage_executions (id, tenant_id, job_id, stage, agent, queue, pending, status, progress, attempt, lease_token, started_at,
                                finished_at, output, provenance, cost_micros)
  SELECT ($2::uuid[])[n], m.tenant_id, m.id, ($16::text[])[n], ($17::text[])[n], ($18::text[])[n], 0, 'succeeded', 1, 1, ($3::bigint[])[n],
         ($19::timestamptz[])[n], now(), ($4::jsonb[])[n], ($5::jsonb[])[n], coalesce(($6::bigint[])[n], 0)
  FROM moved m
  RETURNING 1`,
};

/** It has a row. Its successor has none: a job that was accepted when all stages had one from the start is not carried on like this. */
const WRITTEN: Place = {
  guard: `j.carried_id IS NULL AND NOT EXISTS (
    SELECT FROM stage_executions s WHERE s.job_id = j.id AND s.stage = ($13::text[])[n] AND s.item IS NULL)`,
  finished: `
  UPDATE stage_executions s
  SET status = 'succeeded', progress = 1, lease_owner = NULL, lease_until = NULL, finished_at = now(), error = NULL,
      output = ($4::jsonb[])[n], provenance = ($5::jsonb[])[n], cost_micros = s.cost_micros + coalesce(($6::bigint[])[n], 0)
  FROM moved m
  WHERE s.id = ($2::uuid[])[n] AND s.job_id = m.id AND s.item IS NULL
    AND s.lease_token = ($3::bigint[])[n] AND s.status = 'running' AND s.lease_until > clock_timestamp()
  RETURNING 1`,
};

/**
 * FINISH_STAGE for many jobs at once, where each stage either hands on to one that nothing has come to yet and that goes on in this
 * process, or is the job's last: no items, no artifacts, nothing for the queue. All or nothing: if one of them can't be done (its
 * lease is lost, its job paused, another of its stages carried), the statement fails by a division by zero, and each must be finished
 * alone.
 *
 * It runs for every stage there is, so it has as few parts as it can: one update of the jobs, which locks them and leases the successors,
 * one write of the finished stages, one insert of the events. Lists are read by place, which costs less than making rows of them.
 *
 * $1 jobs in ascending order, $2 stage executions, $3 tokens, $4 outputs, $5 provenances, $6 costs in micro-dollars or null,
 * $7 scores to merge or null, $8 states that these complete or null, $9 data of the events `stage.succeeded` (made here, they cost
 * more than their rows), $10 owner, $11 lease in ms; successors or null: $12 stage executions, $13 stages, $14 agents, $15 queues;
 * of stages that are carried: $16 stages, $17 agents, $18 queues, $19 when they began. A list that ends early stands for nulls.
 * @returns [{at}]: when the successors began
 */
const finishChained = ({ guard, finished }: Place): string => `
WITH moved AS (
  UPDATE jobs j
  SET state = coalesce(($8::text[])[n], j.state),
      status = CASE ($8::text[])[n] WHEN 'DELIVERED' THEN 'completed' ELSE j.status END,
      finished_at = CASE ($8::text[])[n] WHEN 'DELIVERED' THEN now() END,
      due_at = CASE ($8::text[])[n] WHEN 'DELIVERED' THEN NULL ELSE j.due_at END,
      scores = CASE WHEN ($7::jsonb[])[n] IS NULL THEN j.scores ELSE j.scores || ($7::jsonb[])[n] END,
      cost_micros = j.cost_micros + coalesce(($6::bigint[])[n], 0),
      event_seq = j.event_seq + CASE ($8::text[])[n] WHEN 'DELIVERED' THEN 2 ELSE 1 END,
      carried_id = ($12::uuid[])[n], carried_stage = ($13::text[])[n], carried_agent = ($14::text[])[n],
      carried_queue = ($15::text[])[n], carried_by = $10, carried_since = now(),
      carried_until = clock_timestamp() + $11 * interval '1 millisecond'
  FROM unnest($1::uuid[]) WITH ORDINALITY AS w (job_id, nth), LATERAL (SELECT w.nth::integer AS n) AS place
  WHERE j.id = w.job_id AND ${hasStatus('processing')} AND ${NOT_DRAINED} AND ${guard}
  RETURNING j.id, j.tenant_id, j.event_seq, n
), finished AS (${finished}
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT m.id, m.event_seq - CASE ($8::text[])[n] WHEN 'DELIVERED' THEN 1 ELSE 0 END, m.tenant_id, 'stage.succeeded', $10::text,
         ($9::jsonb[])[n]
  FROM moved m
  UNION ALL
  SELECT m.id, m.event_seq, m.tenant_id, 'job.completed', $10, '{}'::jsonb
  FROM moved m WHERE ($8::text[])[n] = 'DELIVERED'
)
SELECT now() AS at, 1 / (count(*) = cardinality($1::uuid[]))::integer AS undisturbed FROM finished`;

export const FINISH_CHAINED = { carried: finishChained(CARRIED), written: finishChained(WRITTEN) };
