import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where in the table jobs of a pipeline lie: one entry for each hundred pages, which an insert rarely changes. It rules out what is rare or
 * not there at all; what is common is found by walking the list.
 */
export class JobsByPipeline1763830800000 implements MigrationInterface {
  readonly name = 'JobsByPipeline1763830800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX jobs_by_pipeline ON jobs USING brin (pipeline COLLATE "C") WITH (autosummarize = on)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX jobs_by_pipeline');
  }
}
