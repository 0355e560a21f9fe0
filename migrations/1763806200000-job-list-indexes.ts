import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the list of jobs is asked for most, and what it is sorted by; each ends with the id, which a page goes on from. */
export class JobListIndexes1763806200000 implements MigrationInterface {
  readonly name = 'JobListIndexes1763806200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX jobs_by_status ON jobs (tenant_id, status, id DESC);
      CREATE INDEX jobs_by_priority ON jobs (tenant_id, priority, id);
      CREATE INDEX jobs_by_cost ON jobs (tenant_id, cost_micros, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX jobs_by_status, jobs_by_priority, jobs_by_cost;');
  }
}
