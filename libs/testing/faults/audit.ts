/**
 * Logs, inside the transaction of each write, what it did to a stage and to its lease, by the database's clock: also where a job carries
 * the stage, whose row is written when it ends, or as it stands when somebody needs one. Only the harness lays this, into a database of
 * its own.
 */
export const INSTALL_AUDIT = `
CREATE TABLE fault_audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  job_id uuid NOT NULL, stage_id uuid NOT NULL, stage text NOT NULL, item integer,
  old_status text, new_status text NOT NULL, old_token bigint, new_token bigint NOT NULL,
  old_owner text, new_owner text, old_lease_until timestamptz, new_lease_until timestamptz
);
CREATE INDEX ON fault_audit (stage_id);
CREATE FUNCTION fault_audit_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO fault_audit (job_id, stage_id, stage, item, old_status, new_status, old_token, new_token, old_owner, new_owner, old_lease_until)
  VALUES (NEW.job_id, NEW.id, NEW.stage, NEW.item, OLD.status, NEW.status, OLD.lease_token, NEW.lease_token,
          OLD.lease_owner, NEW.lease_owner, OLD.lease_until);
  RETURN NULL;
END $$;
CREATE FUNCTION fault_audit_new_stage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  carried fault_audit;
BEGIN
  SELECT * INTO carried FROM fault_audit a WHERE a.stage_id = NEW.id ORDER BY a.id DESC LIMIT 1;
  IF carried.new_status = NEW.status AND carried.new_token = NEW.lease_token AND carried.new_owner = NEW.lease_owner
     AND carried.new_lease_until = NEW.lease_until THEN
    RETURN NULL;
  END IF;
  INSERT INTO fault_audit (job_id, stage_id, stage, item, old_status, new_status, old_token, new_token, old_owner, new_owner, old_lease_until)
  VALUES (NEW.job_id, NEW.id, NEW.stage, NEW.item, carried.new_status, NEW.status, carried.new_token, NEW.lease_token,
          carried.new_owner, NEW.lease_owner, carried.new_lease_until);
  RETURN NULL;
END $$;
CREATE FUNCTION fault_audit_carried_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO fault_audit (job_id, stage_id, stage, new_status, new_token, new_owner, new_lease_until)
  VALUES (NEW.id, NEW.carried_id, NEW.carried_stage, 'running', 1, NEW.carried_by, NEW.carried_until);
  RETURN NULL;
END $$;
CREATE TRIGGER fault_audit_begin AFTER INSERT ON jobs FOR EACH ROW
  WHEN (NEW.carried_id IS NOT NULL) EXECUTE FUNCTION fault_audit_carried_stage();
CREATE TRIGGER fault_audit_carry AFTER UPDATE ON jobs FOR EACH ROW
  WHEN (NEW.carried_id IS NOT NULL AND NEW.carried_id IS DISTINCT FROM OLD.carried_id) EXECUTE FUNCTION fault_audit_carried_stage();
CREATE TRIGGER fault_audit_insert AFTER INSERT ON stage_executions FOR EACH ROW EXECUTE FUNCTION fault_audit_new_stage();
CREATE TRIGGER fault_audit_update AFTER UPDATE ON stage_executions FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.lease_token IS DISTINCT FROM NEW.lease_token)
  EXECUTE FUNCTION fault_audit_stage();`;

/** Results that were taken although the lease they were made under had ended, or was somebody else's by then. */
export const STALE_WRITES = `
SELECT a.job_id AS "jobId", a.stage, a.item, a.new_status AS status, a.old_owner AS owner,
       extract(epoch FROM a.at - a.old_lease_until)::float8 * 1000 AS "lateMs"
FROM fault_audit a
WHERE a.old_status = 'running' AND a.new_status IN ('succeeded', 'failed', 'retrying', 'awaiting_approval')
  AND a.old_lease_until < a.at
UNION ALL
SELECT e.job_id, a.stage, a.item, 'written by ' || e.actor, a.old_owner, 0
FROM job_events e JOIN fault_audit a ON a.job_id = e.job_id AND a.stage = e.data ->> 'stage'
  AND a.item IS NOT DISTINCT FROM (e.data ->> 'item')::int AND a.old_status = 'running' AND a.new_status = 'succeeded'
WHERE e.type = 'stage.succeeded' AND e.actor <> a.old_owner`;

/**
 * Requests that reached the provider ($1 our references, $2 when, in epoch ms) while nobody held a lease of their stage. The same
 * machine's clock stamps both; what travels gets 50 ms. Whoever runs a stage that is cancelled learns it at its next heartbeat, a
 * quarter of a lease later: what it had recorded until then may still leave, and is looked after like any other purchase.
 */
export const STALE_CALLS = `
WITH calls AS (
  SELECT c.reference, to_timestamp(c.at / 1000.0) AS at, e.stage_id
  FROM unnest($1::text[], $2::float8[]) AS c (reference, at) JOIN side_effects e ON e.id::text = c.reference
), leases AS (
  SELECT g.stage_id, g.at AS since, ended.at AS until
  FROM fault_audit g
  LEFT JOIN LATERAL (
    SELECT least(a.at + CASE a.new_status WHEN 'cancelled' THEN interval '1250 milliseconds' ELSE interval '0' END,
                 a.old_lease_until) AS at FROM fault_audit a
    WHERE a.stage_id = g.stage_id AND a.id > g.id AND a.old_status = 'running' ORDER BY a.id LIMIT 1
  ) ended ON true
  WHERE g.new_status = 'running'
)
SELECT c.reference AS "effectId",
       extract(epoch FROM c.at - (SELECT max(l.until) FROM leases l WHERE l.stage_id = c.stage_id AND l.since <= c.at))::float8 * 1000 AS "lateMs"
FROM calls c
WHERE NOT EXISTS (
  SELECT FROM leases l WHERE l.stage_id = c.stage_id AND l.since <= c.at
    AND (l.until IS NULL OR c.at <= l.until + interval '50 milliseconds'))`;

/** How long each stage that a dead process ran ($1 owners, $2 times of death in epoch ms) waited to run again, in ms. */
export const RECOVERIES = `
WITH deaths AS (
  SELECT owner, to_timestamp(at / 1000.0) AS at FROM unnest($1::text[], $2::float8[]) AS d (owner, at)
), interrupted AS (
  SELECT d.at, a.stage_id, a.new_token
  FROM deaths d JOIN fault_audit a ON a.new_owner = d.owner AND a.new_status = 'running' AND a.at <= d.at
  WHERE NOT EXISTS (SELECT FROM fault_audit b WHERE b.stage_id = a.stage_id AND b.id > a.id AND b.at <= d.at)
    AND NOT EXISTS (SELECT FROM fault_audit b WHERE b.stage_id = a.stage_id AND b.old_token = a.new_token
                    AND b.old_status = 'running' AND b.new_status = 'succeeded')
)
SELECT extract(epoch FROM min(b.at) - i.at)::float8 * 1000 AS ms
FROM interrupted i
LEFT JOIN fault_audit b ON b.stage_id = i.stage_id AND b.new_status = 'running' AND b.new_token > i.new_token
GROUP BY i.stage_id, i.new_token, i.at`;
