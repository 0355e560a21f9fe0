import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was done by whom, as one hash chain a tenant, and the signed anchors that tell when the end of a chain was cut off. The log
 * outlives tenants, users and jobs, so it points at them without foreign keys.
 */
export class Audit1763802000000 implements MigrationInterface {
  readonly name = 'Audit1763802000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_events (
        tenant_id uuid NOT NULL,
        seq bigint NOT NULL CHECK (seq > 0),
        at timestamptz(3) NOT NULL,
        actor_type text NOT NULL CHECK (actor_type IN ('user', 'api_key', 'system', 'anonymous')),
        actor_id text,
        action text NOT NULL,
        target_type text,
        target_id text,
        details jsonb NOT NULL,
        correlation_id text,
        previous_hash text NOT NULL,
        hash text NOT NULL,
        PRIMARY KEY (tenant_id, seq),
        CHECK ((target_type IS NULL) = (target_id IS NULL))
      );
      CREATE INDEX audit_events_by_action ON audit_events (tenant_id, action, seq DESC);
      CREATE INDEX audit_events_by_actor ON audit_events (tenant_id, actor_id, seq DESC) WHERE actor_id IS NOT NULL;
      CREATE INDEX audit_events_by_target ON audit_events (tenant_id, target_id, seq DESC) WHERE target_id IS NOT NULL;
      CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- The end of each chain. Whoever appends locks its row, so that numbers have no gaps.
      CREATE TABLE audit_chains (
        tenant_id uuid PRIMARY KEY,
        seq bigint NOT NULL,
        hash text NOT NULL
      ) WITH (fillfactor = 60);
      CREATE FUNCTION audit_chain_advances() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.tenant_id <> OLD.tenant_id OR NEW.seq <> OLD.seq + 1 THEN
          RAISE EXCEPTION 'the end of an audit chain only moves one entry forward';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER audit_chains_advance BEFORE UPDATE ON audit_chains
        FOR EACH ROW EXECUTE FUNCTION audit_chain_advances();
      CREATE TRIGGER audit_chains_stay BEFORE DELETE OR TRUNCATE ON audit_chains
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE audit_anchors (
        tenant_id uuid NOT NULL,
        seq bigint NOT NULL,
        hash text NOT NULL,
        at timestamptz(3) NOT NULL,
        key_id text NOT NULL,
        signature text NOT NULL,
        PRIMARY KEY (tenant_id, seq, key_id)
      );
      CREATE TRIGGER audit_anchors_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchors
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_anchors, audit_chains, audit_events;
      DROP FUNCTION audit_chain_advances();
    `);
  }
}
