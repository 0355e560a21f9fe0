const STATUSES = ['completed', 'failed', 'cancelled'];
const BATCH = 100_000;

/** So many ended jobs of one tenant, and stages for the newest thousand, which are asked for. @returns the ids of those */
export async function fill(client, { tenantId, userId, rows, pipeline, say }) {
  for (let done = 0; done < rows; done += BATCH) {
    const count = Math.min(BATCH, rows - done);
    await client.query(
      `INSERT INTO jobs (id, tenant_id, created_by, pipeline, pipeline_version, track, track_reason, input, seed, priority, status, state,
                         cost_micros, budget_micros, event_seq, created_at, started_at, finished_at, admitted_at)
       SELECT (lpad(to_hex(1700000000000 + n * 1000), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
              $1, $2, $5, $6, 'fast', 'a simple brief',
              '{"brief": "A cosy bakery in Lisbon opens at 7 with fresh bread.", "durationSec": 15, "aspect": "9:16"}'::jsonb, n, n % 10,
              (ARRAY['${STATUSES.join("','")}'])[1 + n % 3], CASE WHEN n % 3 = 0 THEN 'DELIVERED' ELSE 'ERROR' END,
              n % 100000, 125000, 9, to_timestamp(1700000000 + n), to_timestamp(1700000001 + n), to_timestamp(1700000009 + n), now()
       FROM generate_series($3::bigint, $4::bigint) AS n`,
      [tenantId, userId, done, done + count - 1, pipeline.name, pipeline.version],
    );
    if (rows > BATCH) say(`${done + count} of ${rows} rows`);
  }
  const { rows: newest } = await client.query('SELECT id FROM jobs ORDER BY id DESC LIMIT 1000');
  const ids = newest.map(({ id }) => id);
  await client.query(
    `INSERT INTO stage_executions (id, tenant_id, job_id, stage, agent, queue, pending, status, attempt, progress, started_at, finished_at)
     SELECT gen_random_uuid(), $1, job, stage, 'Agent', 'light', 0, 'succeeded', 1, 1, now(), now()
     FROM unnest($2::uuid[]) AS job, unnest($3::text[]) AS stage`,
    [tenantId, ids, pipeline.tracks.fast.map(({ name }) => name)],
  );
  await client.query('VACUUM ANALYZE jobs, stage_executions');
  return ids;
}
