/**
 * Why no event is skipped: a transaction that is not older than every transaction under way (`pg_snapshot_xmin`) is left for later, and
 * whatever can still become visible was written by one of those. So all that stands before the cursor has been seen. Ties are taken
 * whole, so that the transaction's number alone is the place. Each source has one cursor; who finds it locked leaves it to its holder.
 */
const settled = (table: string, published: string): string => `
  SELECT s.* FROM cursor c CROSS JOIN LATERAL (
    SELECT * FROM ${table} s
    WHERE ${published} AND s.xact_id > c.position AND s.xact_id < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY s.xact_id FETCH FIRST 2000 ROWS WITH TIES
  ) s`;

/** What has happened lately; older events come from a restored or an imported log, and nobody waits for them. */
const RECENT = "at > now() - interval '24 hours'";

/** Of a job's events: as the index `job_events_published` says it, in the same words. */
const PUBLISHED = `s.type IN ('job.created', 'job.paused', 'job.resumed', 'job.rerun', 'job.completed', 'job.failed', 'job.cancelled',
  'stage.awaiting_approval')`;

const JOB_EVENT = `
  SELECT b.tenant_id, b.at, 'job:' || b.job_id || ':' || b.seq AS source,
         CASE b.type WHEN 'job.created' THEN 'job.accepted' WHEN 'stage.awaiting_approval' THEN 'job.awaiting_approval'
                     ELSE b.type END || '.v1' AS type,
         jsonb_strip_nulls(jsonb_build_object('jobId', b.job_id, 'eventId', b.seq, 'pipeline', b.data -> 'pipeline',
           'stage', b.data -> 'stage', 'errorCode', b.data #> '{error,code}',
           'links', jsonb_build_object('job', '/v1/jobs/' || b.job_id, 'events', '/v1/jobs/' || b.job_id || '/events'))) AS data
  FROM batch b WHERE b.${RECENT}`;

const BUDGET_ALERT = `
  SELECT b.tenant_id, b.at, 'budget:' || concat_ws(':', b.scope, b.subject, b.period, b.starts, b.limit_micros) AS source,
         'budget.alert.v1' AS type,
         jsonb_build_object('scope', b.scope, 'subject', b.subject, 'period', b.period, 'starts', b.starts,
           'limitMicros', b.limit_micros, 'usedMicros', b.used_micros, 'links', jsonb_build_object('budgets', '/v1/budgets')) AS data
  FROM batch b WHERE b.${RECENT}`;

/** Events for endpoints that want them, and one delivery for each of these. `happened` tells them. */
const DELIVER = `
wanted AS (
  SELECT h.*, e.id AS endpoint_id FROM happened h JOIN webhook_endpoints e
    ON e.tenant_id = h.tenant_id AND e.enabled AND e.created_at <= h.at AND (e.event_types = '{}' OR h.type = ANY (e.event_types))
), stored AS (
  INSERT INTO webhook_events (id, tenant_id, source, type, data, at)
  SELECT gen_random_uuid(), o.* FROM (SELECT DISTINCT ON (source) tenant_id, source, type, data, at FROM wanted) o
  ON CONFLICT (source) DO NOTHING RETURNING id, source
), delivered AS (
  INSERT INTO webhook_deliveries (id, tenant_id, endpoint_id, event_id, expires_at)
  SELECT gen_random_uuid(), w.tenant_id, w.endpoint_id, s.id, now() + interval '24 hours' FROM stored s JOIN wanted w USING (source)
)`;

/** What belongs to each source: of its table, which rows are published, and as what. */
const SOURCES = {
  job: { table: 'job_events', published: PUBLISHED, happened: JOB_EVENT },
  budget: { table: 'budget_alerts', published: 'true', happened: BUDGET_ALERT },
};
export type Source = keyof typeof SOURCES;

const publish = (source: Source): string => `
WITH cursor AS (
  SELECT * FROM webhook_cursors WHERE source = '${source}' FOR UPDATE SKIP LOCKED
), batch AS (${settled(SOURCES[source].table, SOURCES[source].published)}), happened AS (${SOURCES[source].happened}), ${DELIVER}, moved AS (
  UPDATE webhook_cursors c SET position = (SELECT max(xact_id) FROM batch)
  WHERE c.source = '${source}' AND EXISTS (SELECT 1 FROM batch)
)
SELECT count(*)::integer AS taken FROM batch`;

/** Each makes deliveries of what is next in its source. @returns [{taken}]: 0 where all has been read, or somebody else reads */
export const PUBLISH = {
  job: publish('job'),
  budget: publish('budget'),
};

/**
 * A log that was dumped and loaded into another cluster has a cursor from the future: transactions count from a lower number there.
 * Everything recent is published anew, by time; what has been published already is known by its source.
 */
const republish = (source: Source): string => `
WITH cursor AS (
  SELECT * FROM webhook_cursors
  WHERE source = '${source}' AND position >= pg_snapshot_xmax(pg_current_snapshot()) FOR UPDATE SKIP LOCKED
), batch AS (
  SELECT s.* FROM cursor c CROSS JOIN ${SOURCES[source].table} s WHERE ${SOURCES[source].published} AND s.${RECENT}
), happened AS (${SOURCES[source].happened}), ${DELIVER}
UPDATE webhook_cursors w SET position = (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text::xid8
FROM cursor c WHERE w.source = c.source RETURNING w.source`;

/** @returns a row where the log came from another cluster */
export const REPUBLISH = {
  job: republish('job'),
  budget: republish('budget'),
};

const AGE =
  'coalesce(greatest(extract(epoch FROM clock_timestamp() - min(at)), 0), 0)::double precision AS seconds';

const next = (source: Source): string => `
  SELECT s.at FROM webhook_cursors c CROSS JOIN LATERAL (
    SELECT at FROM ${SOURCES[source].table} s WHERE ${SOURCES[source].published} AND xact_id > c.position ORDER BY xact_id LIMIT 1
  ) s WHERE c.source = '${source}'`;

/** Where nothing waits it is 0. What an endpoint that is switched off does not get, nobody waits for. */
export const OLDEST = `
SELECT 'publish' AS step, ${AGE} FROM (${next('job')} UNION ALL ${next('budget')}) waits
UNION ALL
SELECT 'deliver', ${AGE} FROM (
  SELECT v.at FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id JOIN webhook_events v ON v.id = d.event_id
  WHERE d.status = 'pending' AND e.enabled) waits`;
