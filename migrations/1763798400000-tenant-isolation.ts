import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Row-level security (ADR 0011). `aiprod_api` sees the rows of the tenant that is set for its transaction, `aiprod_kernel` those of all;
 * both roles are made before the migrations run. Nobody else but superusers sees any, the owner included, who is a member of both.
 */
export class TenantIsolation1763798400000 implements MigrationInterface {
  readonly name = 'TenantIsolation1763798400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT nullif(current_setting('aiprod.tenant', true), '')::uuid
      $$;

      -- The sub-select makes PostgreSQL read the setting once for a statement, not once for a row. IS TRUE keeps the condition a mere
      -- filter: else the planner, as long as tables look empty, finds rows by their tenant where the statement names their id.
      CREATE FUNCTION isolate_tenant_rows(wanted regclass, condition text DEFAULT '(tenant_id = (SELECT current_tenant())) IS TRUE')
      RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT (SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = wanted) THEN
          EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', wanted);
        END IF;
        IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = wanted AND polname = 'own_tenant') THEN
          EXECUTE format('CREATE POLICY own_tenant ON %s TO aiprod_api USING (%s)', wanted, condition);
        END IF;
        IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = wanted AND polname = 'all_tenants') THEN
          EXECUTE format('CREATE POLICY all_tenants ON %s TO aiprod_kernel USING (true)', wanted);
        END IF;
      END $$;

      -- Run after all migrations, at every start: it touches what is not covered yet and locks nothing else.
      CREATE FUNCTION enable_tenant_isolation() RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        found record;
      BEGIN
        FOR found IN
          SELECT c.oid::regclass AS name, c.relkind,
                 EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped) AS of_tenants
          FROM pg_class c
          WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'S') AND c.relname NOT LIKE 'migrations%'
          ORDER BY c.relkind, c.relname
        LOOP
          IF found.relkind = 'S' THEN
            IF NOT (has_sequence_privilege('aiprod_api', found.name::oid, 'USAGE') AND has_sequence_privilege('aiprod_kernel', found.name::oid, 'USAGE')) THEN
              EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO aiprod_api, aiprod_kernel', found.name);
            END IF;
            CONTINUE;
          END IF;
          IF NOT (has_table_privilege('aiprod_api', found.name, 'DELETE') AND has_table_privilege('aiprod_kernel', found.name, 'DELETE')) THEN
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO aiprod_api, aiprod_kernel', found.name);
          END IF;
          IF found.of_tenants THEN
            PERFORM isolate_tenant_rows(found.name);
          END IF;
        END LOOP;
      END $$;

      DO $$ BEGIN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO aiprod_api, aiprod_kernel', current_schema());
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO aiprod_api, aiprod_kernel', current_schema());
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE, SELECT ON SEQUENCES TO aiprod_api, aiprod_kernel', current_schema());
      END $$;
      SELECT isolate_tenant_rows('tenants', '(id = (SELECT current_tenant())) IS TRUE');
      SELECT isolate_tenant_rows('schedule_ticks', 'EXISTS (SELECT FROM schedules s WHERE s.id = schedule_id)');
      SELECT enable_tenant_isolation();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE
        found record;
      BEGIN
        FOR found IN SELECT DISTINCT polrelid::regclass AS name FROM pg_policy WHERE polname IN ('own_tenant', 'all_tenants') LOOP
          EXECUTE format('DROP POLICY own_tenant ON %s', found.name);
          EXECUTE format('DROP POLICY all_tenants ON %s', found.name);
          EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', found.name);
        END LOOP;
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON TABLES FROM aiprod_api, aiprod_kernel', current_schema());
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON SEQUENCES FROM aiprod_api, aiprod_kernel', current_schema());
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM aiprod_api, aiprod_kernel', current_schema());
      END $$;
      DROP FUNCTION enable_tenant_isolation(), isolate_tenant_rows(regclass, text), current_tenant();
    `);
  }
}
