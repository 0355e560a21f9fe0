import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tenants and users, jobs with their stage executions, the event log, the outbox and artifacts. Amounts are micro-dollars. */
export class InitialSchema1763683200000 implements MigrationInterface {
  readonly name = 'InitialSchema1763683200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tenants (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE users (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        email text NOT NULL,
        password_hash text NOT NULL,
        role text NOT NULL,
        disabled_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX users_email ON users (lower(email));

      CREATE TABLE jobs (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        created_by uuid NOT NULL REFERENCES users,
        pipeline text NOT NULL,
        pipeline_version integer NOT NULL,
        track text NOT NULL,
        track_reason text NOT NULL,
        input jsonb NOT NULL,
        seed integer NOT NULL,
        priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 9),
        status text NOT NULL DEFAULT 'pending' CHECK (status IN
          ('pending', 'processing', 'awaiting_approval', 'paused', 'completed', 'failed', 'cancelled')),
        state text NOT NULL,
        scores jsonb NOT NULL DEFAULT '{}',
        cost_micros bigint NOT NULL DEFAULT 0,
        budget_micros bigint,
        error jsonb,
        event_seq integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        finished_at timestamptz
      );
      CREATE INDEX jobs_by_tenant ON jobs (tenant_id, id DESC);
      CREATE INDEX jobs_by_creator ON jobs (tenant_id, created_by, id DESC);

      CREATE TABLE stage_executions (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        job_id uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
        stage text NOT NULL,
        item integer,
        agent text NOT NULL,
        queue text NOT NULL,
        status text NOT NULL CHECK (status IN
          ('waiting', 'ready', 'running', 'fanned_out', 'retrying', 'awaiting_approval', 'succeeded', 'failed', 'cancelled')),
        pending integer NOT NULL CHECK (pending >= 0),
        items integer CHECK (items > 0),
        fans_out boolean NOT NULL DEFAULT false,
        attempt integer NOT NULL DEFAULT 0,
        lease_token bigint NOT NULL DEFAULT 0,
        lease_owner text,
        lease_until timestamptz,
        lease_losses integer NOT NULL DEFAULT 0,
        run_at timestamptz,
        dispatched_at timestamptz,
        progress real NOT NULL DEFAULT 0,
        output jsonb,
        provenance jsonb,
        cost_micros bigint NOT NULL DEFAULT 0,
        error jsonb,
        started_at timestamptz,
        finished_at timestamptz,
        UNIQUE NULLS NOT DISTINCT (job_id, stage, item)
      );
      CREATE INDEX stage_executions_leased ON stage_executions (lease_until) WHERE status = 'running';
      CREATE INDEX stage_executions_timers ON stage_executions (run_at) WHERE status = 'retrying';
      CREATE INDEX stage_executions_ready ON stage_executions (dispatched_at) WHERE status = 'ready';

      CREATE TABLE job_events (
        job_id uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
        seq integer NOT NULL,
        tenant_id uuid NOT NULL REFERENCES tenants,
        type text NOT NULL,
        actor text NOT NULL,
        data jsonb NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (job_id, seq)
      );

      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        queue text NOT NULL,
        priority smallint NOT NULL,
        message jsonb NOT NULL
      );

      CREATE TABLE artifacts (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        job_id uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
        name text NOT NULL,
        media_type text NOT NULL,
        size bigint NOT NULL,
        sha256 text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (job_id, name)
      );

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
      END $$;
      CREATE TRIGGER job_events_append_only BEFORE UPDATE OR TRUNCATE ON job_events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE artifacts, outbox, job_events, stage_executions, jobs, users, tenants;
      DROP FUNCTION refuse_change();
    `);
  }
}
