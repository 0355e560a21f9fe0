import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Outgoing webhooks. What is published is found by the transaction that wrote it: `xact_id` never shows a gap that is filled later,
 * as a sequence would (docs/adr/0015-webhooks.md).
 */
export class Webhooks1763809200000 implements MigrationInterface {
  readonly name = 'Webhooks1763809200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- In two steps, so that old rows are neither rewritten nor published.
      ALTER TABLE job_events ADD COLUMN xact_id xid8;
      ALTER TABLE job_events ALTER COLUMN xact_id SET DEFAULT pg_current_xact_id();
      -- Of all events: new entries all go to its end, and a condition would be weighed anew for every row that a stage writes.
      CREATE INDEX job_events_published ON job_events (xact_id);
      ALTER TABLE budget_alerts ADD COLUMN xact_id xid8;
      ALTER TABLE budget_alerts ALTER COLUMN xact_id SET DEFAULT pg_current_xact_id();
      CREATE INDEX budget_alerts_published ON budget_alerts (xact_id);

      CREATE TABLE webhook_cursors (
        source text PRIMARY KEY CHECK (source IN ('job', 'budget')),
        position xid8 NOT NULL
      );
      INSERT INTO webhook_cursors VALUES ('job', pg_current_xact_id()), ('budget', pg_current_xact_id());

      CREATE TABLE webhook_endpoints (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        created_by uuid NOT NULL,
        url text NOT NULL,
        event_types text[] NOT NULL,
        description text NOT NULL,
        enabled boolean NOT NULL,
        disabled_reason jsonb,
        secret text NOT NULL,
        previous_secret text,
        previous_secret_until timestamptz,
        consecutive_failures integer NOT NULL DEFAULT 0,
        failing_since timestamptz,
        paused_until timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX webhook_endpoints_by_tenant ON webhook_endpoints (tenant_id, id DESC);

      CREATE TABLE webhook_events (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        -- Where it comes from: one event however often its source is read.
        source text NOT NULL UNIQUE,
        type text NOT NULL,
        data jsonb NOT NULL,
        at timestamptz NOT NULL
      );
      CREATE INDEX webhook_events_by_age ON webhook_events (at);

      CREATE TABLE webhook_deliveries (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        endpoint_id uuid NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
        event_id uuid NOT NULL REFERENCES webhook_events ON DELETE CASCADE,
        status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        -- Attempts since it was made or asked for anew: these set the pace.
        tries integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        leased_until timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        UNIQUE (event_id, endpoint_id)
      );
      CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at) WHERE status = 'pending';
      CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (endpoint_id) WHERE leased_until IS NOT NULL;
      CREATE INDEX webhook_deliveries_log ON webhook_deliveries (endpoint_id, created_at DESC, id DESC);

      CREATE TABLE webhook_attempts (
        delivery_id uuid NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
        number integer NOT NULL,
        tenant_id uuid NOT NULL,
        started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- Null while it is under way, and for ever where the process died in it.
        outcome text CHECK (outcome IN ('delivered', 'refused', 'unreachable')),
        duration_ms integer,
        status_code smallint,
        error text,
        response text,
        PRIMARY KEY (delivery_id, number)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE webhook_attempts, webhook_deliveries, webhook_events, webhook_endpoints, webhook_cursors;
      DROP INDEX job_events_published, budget_alerts_published;
      ALTER TABLE job_events DROP COLUMN xact_id;
      ALTER TABLE budget_alerts DROP COLUMN xact_id;
    `);
  }
}
