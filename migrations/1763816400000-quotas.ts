import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a tenant may use: jobs a day, counted in the quota's own row as they are accepted, and bytes of artifacts. */
export class Quotas1763816400000 implements MigrationInterface {
  readonly name = 'Quotas1763816400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- used and used_on are of jobs_per_day alone: so many on that day (UTC).
      CREATE TABLE quotas (
        tenant_id uuid NOT NULL REFERENCES tenants,
        resource text NOT NULL CHECK (resource IN ('jobs_per_day', 'artifact_bytes')),
        allowed bigint NOT NULL CHECK (allowed >= 0),
        used bigint NOT NULL DEFAULT 0 CHECK (used >= 0),
        used_on date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
        changed_by text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, resource)
      ) WITH (fillfactor = 60);
      CREATE INDEX artifacts_by_tenant ON artifacts (tenant_id) INCLUDE (size);
      SELECT enable_tenant_isolation();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX artifacts_by_tenant; DROP TABLE quotas');
  }
}
