import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tenants' own keys to providers, sealed, on which account each purchase was made, and tenants' spend thresholds. The database counts the revisions itself, one
 * after the other, so that a process that has seen one has seen all before it, whoever writes.
 */
export class TenantProviderKeys1763791200000 implements MigrationInterface {
  readonly name = 'TenantProviderKeys1763791200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE provider_key_revisions;
      CREATE TABLE tenant_provider_keys (
        tenant_id uuid NOT NULL REFERENCES tenants,
        provider text NOT NULL,
        key_sealed text,
        hint text,
        revision bigint NOT NULL UNIQUE,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_by text NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (tenant_id, provider),
        CHECK ((key_sealed IS NULL) = (hint IS NULL))
      );

      -- Before any row is locked: else two writers could wait for each other.
      CREATE FUNCTION take_turn_at_provider_keys() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('tenant_provider_keys', 0));
        RETURN NULL;
      END $$;
      CREATE TRIGGER tenant_provider_keys_turn BEFORE INSERT OR UPDATE ON tenant_provider_keys
        FOR EACH STATEMENT EXECUTE FUNCTION take_turn_at_provider_keys();

      CREATE FUNCTION count_provider_key_revision() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.revision := nextval('provider_key_revisions');
        RETURN NEW;
      END $$;
      CREATE TRIGGER tenant_provider_keys_revision BEFORE INSERT OR UPDATE ON tenant_provider_keys
        FOR EACH ROW EXECUTE FUNCTION count_provider_key_revision();

      ALTER TABLE side_effects ADD COLUMN account text NOT NULL DEFAULT 'ours', ADD COLUMN cache_key text;
      CREATE INDEX side_effects_reusable ON side_effects (tenant_id, resolved_at) WHERE cache_key IS NOT NULL;

      -- Above this planned cost a tenant's jobs wait for a person, whatever their preset says.
      CREATE TABLE approval_thresholds (
        tenant_id uuid PRIMARY KEY REFERENCES tenants,
        above_micros bigint NOT NULL CHECK (above_micros >= 0),
        changed_by text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE approval_thresholds;
      ALTER TABLE side_effects DROP COLUMN account, DROP COLUMN cache_key;
      DROP TABLE tenant_provider_keys;
      DROP FUNCTION count_provider_key_revision();
      DROP FUNCTION take_turn_at_provider_keys();
      DROP SEQUENCE provider_key_revisions;
    `);
  }
}
