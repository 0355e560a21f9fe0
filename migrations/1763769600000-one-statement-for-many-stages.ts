import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Makes a stage cheap to move (ADR 0008): nothing that changes with every stage is indexed, so that PostgreSQL updates rows in
 * place (HOT), and one clock per job, `due_at`, tells the sweeper when to look at it.
 */
export class OneStatementForManyStages1763769600000 implements MigrationInterface {
  readonly name = 'OneStatementForManyStages1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX stage_executions_leased, stage_executions_timers, stage_executions_ready;
      ALTER TABLE stage_executions SET (fillfactor = 60);
      ALTER TABLE jobs SET (fillfactor = 60);

      -- The kernel writes these rows under the job's lock; a check per row and parent costs more than the row.
      ALTER TABLE job_events DROP CONSTRAINT job_events_job_id_fkey, DROP CONSTRAINT job_events_tenant_id_fkey;
      ALTER TABLE outbox DROP CONSTRAINT outbox_tenant_id_fkey;
      ALTER TABLE stage_executions DROP CONSTRAINT stage_executions_tenant_id_fkey, DROP CONSTRAINT stage_executions_job_id_fkey;
      CREATE FUNCTION delete_with_job() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM job_events WHERE job_id = OLD.id;
        DELETE FROM stage_executions WHERE job_id = OLD.id;
        RETURN OLD;
      END $$;
      CREATE TRIGGER jobs_delete BEFORE DELETE ON jobs FOR EACH ROW EXECUTE FUNCTION delete_with_job();

      ALTER TABLE jobs ADD COLUMN due_at timestamptz, ADD COLUMN admitted_at timestamptz;
      UPDATE jobs SET due_at = now(), admitted_at = created_at WHERE finished_at IS NULL;
      CREATE INDEX jobs_due ON jobs (due_at) WHERE due_at IS NOT NULL;

      ALTER TABLE stage_executions
        ADD COLUMN generation integer NOT NULL DEFAULT 1,
        ADD COLUMN ready_at timestamptz;

      CREATE TABLE dispatch_control (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        drained boolean NOT NULL DEFAULT false,
        reason text,
        changed_by text,
        changed_at timestamptz NOT NULL DEFAULT now()
      );
      INSERT INTO dispatch_control DEFAULT VALUES;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE dispatch_control;
      ALTER TABLE stage_executions DROP COLUMN generation, DROP COLUMN ready_at, RESET (fillfactor);
      DROP TRIGGER jobs_delete ON jobs;
      DROP FUNCTION delete_with_job();
      ALTER TABLE jobs DROP COLUMN due_at, DROP COLUMN admitted_at, RESET (fillfactor);
      ALTER TABLE stage_executions
        ADD FOREIGN KEY (tenant_id) REFERENCES tenants, ADD FOREIGN KEY (job_id) REFERENCES jobs ON DELETE CASCADE;
      ALTER TABLE outbox ADD FOREIGN KEY (tenant_id) REFERENCES tenants;
      ALTER TABLE job_events
        ADD FOREIGN KEY (tenant_id) REFERENCES tenants, ADD FOREIGN KEY (job_id) REFERENCES jobs ON DELETE CASCADE;
      CREATE INDEX stage_executions_leased ON stage_executions (lease_until) WHERE status = 'running';
      CREATE INDEX stage_executions_timers ON stage_executions (run_at) WHERE status = 'retrying';
      CREATE INDEX stage_executions_ready ON stage_executions (dispatched_at) WHERE status = 'ready';
    `);
  }
}
