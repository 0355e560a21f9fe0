/**
 * Adds the artifacts of a finished stage to its job; one of the same name is replaced.
 * @param stage the CTE that holds the stage's row
 * @param list the parameter with [{id, name, mediaType, size, sha256}]
 */
export const storeArtifacts = (stage: 'done' | 'parked', list: `$${number}`): string => `
  INSERT INTO artifacts (id, tenant_id, job_id, name, media_type, size, sha256)
  SELECT f.id, s.tenant_id, s.job_id, f.name, f."mediaType", f.size, f.sha256
  FROM ${stage} s, jsonb_to_recordset(${list}::jsonb) AS f (id uuid, name text, "mediaType" text, size bigint, sha256 text)
  ON CONFLICT (job_id, name) DO UPDATE
    SET media_type = excluded.media_type, size = excluded.size, sha256 = excluded.sha256, created_at = now()`;
