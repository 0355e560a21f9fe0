import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Suspended tenants, the tenant that operates the system, roles of tenants, API keys, and word of every change to who may do what. */
export class AccessAdministration1763799000000 implements MigrationInterface {
  readonly name = 'AccessAdministration1763799000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenants ADD COLUMN suspended_at timestamptz, ADD COLUMN operator boolean NOT NULL DEFAULT false;
      ALTER TABLE tenants ADD CONSTRAINT tenants_operator_works CHECK (NOT operator OR suspended_at IS NULL);
      CREATE UNIQUE INDEX tenants_operator ON tenants (operator) WHERE operator;
      UPDATE tenants SET operator = true WHERE id = (SELECT id FROM tenants ORDER BY created_at, id LIMIT 1);

      CREATE INDEX users_by_tenant ON users (tenant_id, id DESC);

      CREATE TABLE roles (
        tenant_id uuid NOT NULL REFERENCES tenants,
        name text NOT NULL CHECK (name ~ '^[a-z][a-z0-9-]{1,39}$'),
        description text NOT NULL,
        permissions text[] NOT NULL,
        any_job boolean NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, name)
      );

      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        user_id uuid NOT NULL REFERENCES users,
        name text NOT NULL,
        prefix text NOT NULL UNIQUE,
        secret_hash bytea NOT NULL,
        permissions text[] NOT NULL,
        any_job boolean NOT NULL,
        replaces uuid REFERENCES api_keys,
        created_by uuid NOT NULL REFERENCES users,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz
      );
      CREATE INDEX api_keys_by_owner ON api_keys (tenant_id, user_id, id DESC);

      -- Tells every process whose rights to look up anew: 'user:<id>', 'key:<prefix>' or 'tenant:<id>'.
      CREATE FUNCTION announce_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('aiprod_access', TG_ARGV[0] || ':' || (to_jsonb(OLD) ->> TG_ARGV[1]));
        RETURN NULL;
      END $$;
      CREATE TRIGGER users_access_changed AFTER UPDATE OF role, disabled_at, tenant_id OR DELETE ON users
        FOR EACH ROW EXECUTE FUNCTION announce_access_change('user', 'id');
      CREATE TRIGGER api_keys_access_changed AFTER UPDATE OF revoked_at, expires_at, permissions, any_job OR DELETE ON api_keys
        FOR EACH ROW EXECUTE FUNCTION announce_access_change('key', 'prefix');
      CREATE TRIGGER roles_access_changed AFTER UPDATE OR DELETE ON roles
        FOR EACH ROW EXECUTE FUNCTION announce_access_change('tenant', 'tenant_id');
      CREATE TRIGGER tenants_access_changed AFTER UPDATE OF suspended_at, operator ON tenants
        FOR EACH ROW EXECUTE FUNCTION announce_access_change('tenant', 'id');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE api_keys, roles;
      DROP TRIGGER users_access_changed ON users;
      DROP TRIGGER tenants_access_changed ON tenants;
      DROP FUNCTION announce_access_change();
      DROP INDEX users_by_tenant, tenants_operator;
      ALTER TABLE tenants DROP COLUMN suspended_at, DROP COLUMN operator;
    `);
  }
}
