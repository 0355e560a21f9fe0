import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A stage that goes straight on is carried by its job (docs/adr/0023): its lease stands in the job's row, which is written anyway, until
 * the stage is done or somebody needs a row of it. `stages` are all of them, as a reader sees them.
 */
export class CarriedStages1763838000000 implements MigrationInterface {
  readonly name = 'CarriedStages1763838000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs
        ADD COLUMN carried_id uuid, ADD COLUMN carried_stage text, ADD COLUMN carried_agent text, ADD COLUMN carried_queue text,
        ADD COLUMN carried_by text, ADD COLUMN carried_until timestamptz, ADD COLUMN carried_since timestamptz;
      CREATE VIEW stages WITH (security_invoker = true) AS
        SELECT id, job_id, stage, item, agent, queue, status, attempt, progress, lease_owner, output, provenance, error, started_at, finished_at
        FROM stage_executions
        UNION ALL
        SELECT carried_id, id, carried_stage, NULL, carried_agent, carried_queue, 'running', 1, 0, carried_by, NULL, NULL, NULL, carried_since, NULL
        FROM jobs WHERE carried_id IS NOT NULL;
      ALTER TABLE stage_executions SET (fillfactor = 90);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO stage_executions (id, tenant_id, job_id, stage, agent, queue, pending, status, attempt, lease_token, lease_owner,
                                    lease_until, started_at)
      SELECT carried_id, tenant_id, id, carried_stage, carried_agent, carried_queue, 0, 'running', 1, 1, carried_by, carried_until, carried_since
      FROM jobs WHERE carried_id IS NOT NULL;
      ALTER TABLE stage_executions SET (fillfactor = 48);
      DROP VIEW stages;
      ALTER TABLE jobs
        DROP COLUMN carried_id, DROP COLUMN carried_stage, DROP COLUMN carried_agent, DROP COLUMN carried_queue,
        DROP COLUMN carried_by, DROP COLUMN carried_until, DROP COLUMN carried_since;
    `);
  }
}
