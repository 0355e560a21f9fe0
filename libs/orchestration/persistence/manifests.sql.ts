/** What the stages of a manifest have brought. $1 job, $2 stages. Stages that have brought nothing yet have no row. */
export const MANIFEST_OUTPUTS = `
SELECT stage, status, output FROM stage_executions
WHERE job_id = $1 AND stage = ANY ($2::text[]) AND item IS NULL AND output IS NOT NULL`;

export const NEWEST_MANIFEST = `
SELECT version, manifest FROM manifest_versions WHERE job_id = $1 ORDER BY version DESC LIMIT 1`;

export const MANIFEST_HISTORY = `
SELECT version, author, comment, created_at AS at FROM manifest_versions WHERE job_id = $1 ORDER BY version`;

export const MANIFEST_VERSION = `
SELECT version, author, comment, created_at AS at, manifest FROM manifest_versions WHERE job_id = $1 AND version = $2`;

export const MANIFEST_COMMENTS = `
SELECT id, version, author, text, created_at AS at FROM manifest_comments WHERE job_id = $1 ORDER BY created_at, id`;

/** Keeps what the stages have written. $1 job, $2 version, $3 manifest, $4 author. */
export const RECORD_MANIFEST = `
INSERT INTO manifest_versions (job_id, version, tenant_id, manifest, author, comment)
SELECT id, $2, tenant_id, $3, $4, '' FROM jobs WHERE id = $1`;

/**
 * Puts a version that a person wrote into the place of what the stages have brought, and tells it in the events. The job is
 * locked. $1 job, $2 version, $3 manifest, $4 author, $5 comment, $6 stages, $7 their new outputs.
 */
export const EDIT_MANIFEST = `
WITH job AS (
  UPDATE jobs SET event_seq = event_seq + 1 WHERE id = $1 RETURNING id, tenant_id, event_seq
), version AS (
  INSERT INTO manifest_versions (job_id, version, tenant_id, manifest, author, comment)
  SELECT id, $2::integer, tenant_id, $3::jsonb, $4::text, $5::text FROM job
), written AS (
  UPDATE stage_executions s
  SET output = w.output,
      provenance = coalesce(s.provenance, '{}') || jsonb_build_object('edited', jsonb_build_object('version', $2::integer, 'by', $4::text))
  FROM job, unnest($6::text[], $7::jsonb[]) AS w (stage, output)
  WHERE s.job_id = job.id AND s.stage = w.stage AND s.item IS NULL AND s.output IS DISTINCT FROM w.output
)
INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
SELECT id, event_seq, tenant_id, 'manifest.edited', $4::text, jsonb_build_object('version', $2::integer, 'comment', $5::text)
FROM job`;

/** $1 id, $2 job, $3 version, $4 author, $5 text. No row: there is no such version. */
export const COMMENT_ON_MANIFEST = `
INSERT INTO manifest_comments (id, job_id, version, tenant_id, author, text)
SELECT $1, job_id, version, tenant_id, $4, $5 FROM manifest_versions WHERE job_id = $2 AND version = $3
RETURNING id, version, author, text, created_at AS at`;
