import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many jobs of a tenant, a user or a pipeline may be under way at once. */
export class ConcurrencyLimits1763776800000 implements MigrationInterface {
  readonly name = 'ConcurrencyLimits1763776800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE concurrency_limits (
        scope text NOT NULL CHECK (scope IN ('tenant', 'user', 'pipeline')),
        key text NOT NULL,
        max_jobs integer NOT NULL CHECK (max_jobs >= 0),
        changed_by text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (scope, key)
      );
      CREATE INDEX jobs_pending ON jobs (pipeline, priority DESC, id) WHERE status = 'pending';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX jobs_pending;
      DROP TABLE concurrency_limits;
    `);
  }
}
