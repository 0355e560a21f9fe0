import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The journal of what was bought outside: one row per call, written before and after. Amounts are micro-dollars. */
export class SideEffects1763773200000 implements MigrationInterface {
  readonly name = 'SideEffects1763773200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE side_effects (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        job_id uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
        stage_id uuid NOT NULL,
        generation integer NOT NULL,
        stage text NOT NULL,
        item integer,
        key text NOT NULL,
        attempt integer NOT NULL,
        provider text NOT NULL,
        operation text NOT NULL,
        request_hash text NOT NULL,
        state text NOT NULL CHECK (state IN ('intended', 'submitted', 'settled', 'failed', 'ambiguous', 'reconciled')),
        outcome text CHECK (outcome IN ('charged', 'not_charged')),
        external_id text,
        result jsonb,
        error jsonb,
        estimated_micros bigint NOT NULL CHECK (estimated_micros >= 0),
        cost_micros bigint CHECK (cost_micros >= 0),
        needs_person boolean NOT NULL DEFAULT false,
        lease_token bigint NOT NULL,
        claimed_by text,
        claimed_until timestamptz,
        look_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        submitted_at timestamptz,
        resolved_at timestamptz,
        UNIQUE (stage_id, generation, key, attempt),
        CHECK ((state = 'reconciled') = (outcome IS NOT NULL))
      );
      CREATE INDEX side_effects_open ON side_effects (provider, tenant_id)
        WHERE state IN ('intended', 'submitted', 'ambiguous');
      CREATE INDEX side_effects_by_job ON side_effects (job_id);
      CREATE UNIQUE INDEX side_effects_external ON side_effects (provider, external_id) WHERE external_id IS NOT NULL;

      ALTER TABLE stage_executions DROP CONSTRAINT stage_executions_status_check;
      ALTER TABLE stage_executions ADD CONSTRAINT stage_executions_status_check CHECK (status IN (
        'waiting', 'ready', 'running', 'fanned_out', 'retrying', 'awaiting_approval', 'parked', 'succeeded', 'failed', 'cancelled'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE side_effects;
      UPDATE stage_executions SET status = 'awaiting_approval' WHERE status = 'parked';
      ALTER TABLE stage_executions DROP CONSTRAINT stage_executions_status_check;
      ALTER TABLE stage_executions ADD CONSTRAINT stage_executions_status_check CHECK (status IN (
        'waiting', 'ready', 'running', 'fanned_out', 'retrying', 'awaiting_approval', 'succeeded', 'failed', 'cancelled'));
    `);
  }
}
