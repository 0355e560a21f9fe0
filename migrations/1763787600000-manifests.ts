import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every version of a job's manifest, and what people say about them. Both only grow, and go with their job. */
export class Manifests1763787600000 implements MigrationInterface {
  readonly name = 'Manifests1763787600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE manifest_versions (
        job_id uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
        version integer NOT NULL CHECK (version > 0),
        tenant_id uuid NOT NULL REFERENCES tenants,
        manifest jsonb NOT NULL,
        author text NOT NULL,
        comment text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (job_id, version)
      );
      CREATE TRIGGER manifest_versions_append_only BEFORE UPDATE OR TRUNCATE ON manifest_versions
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE manifest_comments (
        id uuid PRIMARY KEY,
        job_id uuid NOT NULL,
        version integer NOT NULL,
        tenant_id uuid NOT NULL REFERENCES tenants,
        author text NOT NULL,
        text text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        FOREIGN KEY (job_id, version) REFERENCES manifest_versions ON DELETE CASCADE
      );
      CREATE INDEX manifest_comments_by_job ON manifest_comments (job_id, created_at);
      CREATE TRIGGER manifest_comments_append_only BEFORE UPDATE OR TRUNCATE ON manifest_comments
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE manifest_comments, manifest_versions;');
  }
}
