import { storeArtifacts } from './artifacts.sql.js';
import { NOT_DRAINED } from './claim.sql.js';

interface Successor {
  /** Stages that it waits for, this one among them. */
  pending: string;
  fansOut: string;
  /** What this stage's output makes of a fan-out. */
  items: string;
  attempt: string;
  token: string;
  /** Whether it is the one that may go on in this process. */
  chained: string;
}

/** The columns of a successor after this stage. Its row is made when the first of those that it waits for is done. */
function afterThis({ pending, fansOut, items, attempt, token, chained }: Successor): Record<string, string> {
  const due = `${pending} = 1`;
  const starts = `${due} AND NOT ${fansOut} AND ${chained}`;
  return {
    items,
    pending: `CASE WHEN ${due} AND ${fansOut} THEN ${items} ELSE ${pending} - 1 END`,
    status: `CASE WHEN ${pending} > 1 THEN 'waiting' WHEN ${fansOut} THEN 'fanned_out' WHEN ${chained} THEN 'running' ELSE 'ready' END`,
    dispatched_at: `CASE WHEN ${due} THEN now() END`,
    ready_at: `CASE WHEN ${due} THEN now() END`,
    started_at: `CASE WHEN ${due} AND ${fansOut} OR ${starts} THEN now() END`,
    attempt: `${attempt} + CASE WHEN ${starts} THEN 1 ELSE 0 END`,
    lease_token: `${token} + CASE WHEN ${starts} THEN 1 ELSE 0 END`,
    lease_owner: `CASE WHEN ${starts} THEN $11 END`,
    lease_until: `CASE WHEN ${starts} THEN clock_timestamp() + $12 * interval '1 millisecond' END`,
  };
}

const FRESH = afterThis({
  pending: 'n.pending',
  fansOut: 'n."fansOut"',
  items: 'list.items',
  attempt: '0',
  token: '0',
  chained: 'n.stage IS NOT DISTINCT FROM job.chain',
});
const KNOWN = afterThis({
  pending: 's.pending',
  fansOut: 's.fans_out',
  items: 'coalesce(excluded.items, s.items)',
  attempt: 's.attempt',
  token: 's.lease_token',
  chained: 's.stage IS NOT DISTINCT FROM (SELECT chain FROM job)',
});
const assignments = (columns: Record<string, string>) =>
  Object.entries(columns)
    .map(([column, value]) => `${column} = ${value}`)
    .join(', ');

/**
 * Finishes a stage, all in one statement: checks the token, stores the output, closes a fan-out with its last item,
 * readies the successors, expands those that fan out, appends the events, writes the outbox, moves the job;
 * and claims the one successor that may go on in this process.
 *
 * $1 job, $2 stage execution, $3 token (null where a person approves), $4 output, $5 provenance, $6 cost in micro-dollars,
 * $7 artifacts [{id, name, mediaType, size, sha256}], $8 fan-outs [{stage, items}],
 * $9 successors [{id, stage, agent, queue, pending, fansOut}], $10 stage to chain to,
 * $11 owner, $12 lease in ms, $13 state that this completes, $14 scores to merge.
 */
export const FINISH_STAGE = `
WITH job AS (
  SELECT id, tenant_id, event_seq, state, priority, status,
         CASE WHEN status = 'processing' AND ${NOT_DRAINED} THEN $10::text END AS chain
  FROM jobs WHERE id = $1 AND status IN ('processing', 'paused', 'awaiting_approval') FOR NO KEY UPDATE
), done AS (
  UPDATE stage_executions s
  SET status = 'succeeded', progress = 1, finished_at = now(), lease_owner = NULL, lease_until = NULL, error = NULL,
      output = coalesce($4::jsonb, s.output), provenance = coalesce($5::jsonb, s.provenance), cost_micros = s.cost_micros + $6::bigint
  FROM job
  WHERE s.id = $2 AND s.job_id = job.id
    AND (($3::bigint IS NOT NULL AND s.status = 'running' AND s.lease_token = $3::bigint AND s.lease_until > clock_timestamp())
      OR ($3::bigint IS NULL AND s.status = 'awaiting_approval'))
  RETURNING s.*
), fan_out AS (
  UPDATE stage_executions f
  SET pending = f.pending - 1, progress = 1 - (f.pending - 1)::real / f.items,
      status = CASE f.pending WHEN 1 THEN 'succeeded' ELSE f.status END,
      finished_at = CASE f.pending WHEN 1 THEN now() END
  FROM done d
  WHERE d.item IS NOT NULL AND f.job_id = d.job_id AND f.stage = d.stage AND f.item IS NULL AND f.status = 'fanned_out'
  RETURNING f.*
), complete AS (
  SELECT job_id, stage FROM done WHERE item IS NULL
  UNION ALL
  SELECT job_id, stage FROM fan_out WHERE status = 'succeeded'
), advanced AS (
  INSERT INTO stage_executions AS s (id, tenant_id, job_id, stage, agent, queue, fans_out, ${Object.keys(FRESH).join(', ')})
  SELECT n.id, job.tenant_id, job.id, n.stage, n.agent, n.queue, n."fansOut", ${Object.values(FRESH).join(', ')}
  FROM job, complete c, jsonb_to_recordset($9::jsonb) AS n (id uuid, stage text, agent text, queue text, pending integer, "fansOut" boolean)
    LEFT JOIN jsonb_to_recordset($8::jsonb) AS list (stage text, items integer) ON list.stage = n.stage
  ON CONFLICT (job_id, stage, item) DO UPDATE SET ${assignments(KNOWN)} WHERE s.status = 'waiting'
  RETURNING s.*
), items AS (
  INSERT INTO stage_executions (id, tenant_id, job_id, stage, item, agent, queue, status, pending, generation, dispatched_at, ready_at)
  SELECT gen_random_uuid(), a.tenant_id, a.job_id, a.stage, n, a.agent, a.queue, 'ready', 0, a.generation, now(), now()
  FROM advanced a, generate_series(0, a.items - 1) AS n
  WHERE a.status = 'fanned_out'
  RETURNING *
), readied AS (
  SELECT * FROM advanced WHERE status = 'ready' AND NOT fans_out UNION ALL SELECT * FROM items
), sent AS (
  INSERT INTO outbox (tenant_id, queue, priority, message)
  SELECT r.tenant_id, r.queue, job.priority,
         jsonb_build_object('v', 1, 'jobId', r.job_id, 'stageId', r.id, 'dispatch', r.lease_token)
  FROM readied r, job
  ORDER BY r.item NULLS FIRST
), files AS (${storeArtifacts('done', '$7')}
), happened AS (
  SELECT 1 AS rank, 'stage.succeeded' AS type,
         jsonb_strip_nulls(jsonb_build_object(
           'stage', d.stage, 'item', d.item, 'attempt', d.attempt, 'costMicros', $6::bigint, 'scores', $14::jsonb,
           'state', (SELECT $13::text FROM complete),
           'started', (SELECT a.stage FROM advanced a WHERE a.status = 'running'))) AS data
  FROM done d
  UNION ALL
  SELECT 2, 'stage.fanned_out', jsonb_build_object('stage', a.stage, 'items', a.items) FROM advanced a WHERE a.status = 'fanned_out'
  UNION ALL
  SELECT 3, 'job.completed', '{}'::jsonb FROM complete WHERE $13::text = 'DELIVERED'
), logged AS (
  INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
  SELECT job.id, job.event_seq + row_number() OVER (ORDER BY h.rank), job.tenant_id, h.type, $11, h.data
  FROM happened h, job
  RETURNING seq
), moved AS (
  UPDATE jobs j
  SET state = coalesce((SELECT $13::text FROM complete), j.state),
      status = CASE WHEN EXISTS (SELECT 1 FROM complete) AND $13::text = 'DELIVERED' THEN 'completed'
                    WHEN j.status = 'awaiting_approval' AND $3::bigint IS NULL THEN 'processing' ELSE j.status END,
      finished_at = CASE WHEN EXISTS (SELECT 1 FROM complete) AND $13::text = 'DELIVERED' THEN now() END,
      due_at = CASE WHEN EXISTS (SELECT 1 FROM complete) AND $13::text = 'DELIVERED' THEN NULL
                    ELSE least(j.due_at, now() + $12 * interval '1 millisecond') END,
      scores = j.scores || coalesce($14::jsonb, '{}'),
      cost_micros = j.cost_micros + $6::bigint,
      event_seq = (SELECT max(seq) FROM logged)
  FROM done WHERE j.id = done.job_id
  RETURNING j.*
)
SELECT to_jsonb(m) AS job, (SELECT to_jsonb(a) FROM advanced a WHERE a.status = 'running') AS chained,
       (SELECT jsonb_agg(jsonb_build_object('jobId', r.job_id, 'stageId', r.id, 'queue', r.queue)) FROM readied r) AS readied
FROM moved m`;
