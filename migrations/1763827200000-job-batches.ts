import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which jobs were submitted together. A job that was submitted alone has no entry in the index. */
export class JobBatches1763827200000 implements MigrationInterface {
  readonly name = 'JobBatches1763827200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs ADD COLUMN batch_id uuid;
      CREATE INDEX jobs_by_batch ON jobs (tenant_id, batch_id, id) WHERE batch_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE jobs DROP COLUMN batch_id');
  }
}
