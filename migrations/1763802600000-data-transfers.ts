import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Exports and imports of whole tenants, and the journal of what each import wrote. The ledger stays append-only but for one case: an
 * import that is being rolled back takes its own rows with it (ADR 0019).
 */
export class DataTransfers1763802600000 implements MigrationInterface {
  readonly name = 'DataTransfers1763802600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE data_exports (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        requested_by text NOT NULL,
        state text NOT NULL CHECK (state IN ('running', 'complete', 'failed')),
        rows_total bigint NOT NULL DEFAULT 0,
        rows_done bigint NOT NULL DEFAULT 0,
        sha256 text,
        size bigint,
        error jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        heartbeat_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        CHECK ((state = 'complete') = (sha256 IS NOT NULL))
      );
      CREATE INDEX data_exports_by_tenant ON data_exports (tenant_id, id DESC);
      CREATE INDEX data_exports_running ON data_exports (heartbeat_at) WHERE state = 'running';

      CREATE TABLE data_imports (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        requested_by text NOT NULL,
        target_tenant_id uuid NOT NULL,
        source_tenant_id uuid NOT NULL,
        archive_sha256 text NOT NULL,
        archive_blob text,
        rename_addresses boolean NOT NULL,
        state text NOT NULL CHECK (state IN ('importing', 'complete', 'rolled_back')),
        rows_total bigint NOT NULL,
        rows_done bigint NOT NULL DEFAULT 0,
        audit_sha256 text,
        error jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        heartbeat_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz
      );
      CREATE INDEX data_imports_by_tenant ON data_imports (tenant_id, id DESC);
      CREATE INDEX data_imports_running ON data_imports (heartbeat_at) WHERE state = 'importing';
      -- One living import a tenant: what is imported again goes on where it stopped.
      CREATE UNIQUE INDEX data_imports_target ON data_imports (target_tenant_id) WHERE state <> 'rolled_back';

      CREATE TABLE data_import_journal (
        import_id uuid NOT NULL REFERENCES data_imports,
        rows_before bigint NOT NULL,
        table_name text NOT NULL,
        keys jsonb NOT NULL,
        held jsonb,
        PRIMARY KEY (import_id, rows_before)
      );

      DROP TRIGGER ledger_append_only ON ledger_entries;
      CREATE TRIGGER ledger_append_only BEFORE UPDATE OR TRUNCATE ON ledger_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE FUNCTION ledger_delete_only_by_rollback() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (
          SELECT FROM data_import_journal j JOIN data_imports i ON i.id = j.import_id
          WHERE i.id = nullif(current_setting('aiprod.rollback_import', true), '')::uuid
            AND i.target_tenant_id = OLD.tenant_id AND j.table_name = 'ledger_entries'
            AND j.keys @> jsonb_build_array(jsonb_build_object('effect_id', OLD.effect_id, 'kind', OLD.kind, 'account', OLD.account))
        ) THEN
          RAISE EXCEPTION 'ledger_entries is append-only';
        END IF;
        RETURN OLD;
      END $$;
      CREATE TRIGGER ledger_delete_only_by_rollback BEFORE DELETE ON ledger_entries
        FOR EACH ROW EXECUTE FUNCTION ledger_delete_only_by_rollback();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER ledger_delete_only_by_rollback ON ledger_entries;
      DROP FUNCTION ledger_delete_only_by_rollback();
      DROP TRIGGER ledger_append_only ON ledger_entries;
      CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      DROP TABLE data_import_journal, data_imports, data_exports;
    `);
  }
}
