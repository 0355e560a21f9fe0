import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Signing keys, sessions with their refresh tokens, failed attempts, second factors and identity providers. What is presented by
 * somebody who is not yet known (a token, a code, an address) is looked up by its hash, before there is a tenant to look in.
 */
export class SignIn1763794800000 implements MigrationInterface {
  readonly name = 'SignIn1763794800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE signing_keys (
        kid text PRIMARY KEY,
        public_jwk jsonb NOT NULL,
        private_key_sealed text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        signs_from timestamptz NOT NULL,
        withdrawn_at timestamptz
      );

      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        cookie_hash bytea UNIQUE,
        device text NOT NULL,
        address text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        end_reason text CHECK (end_reason IN ('logout', 'ended', 'password_changed', 'refresh_reused', 'disabled')),
        CHECK ((ended_at IS NULL) = (end_reason IS NULL))
      );
      CREATE INDEX sessions_by_user ON sessions (user_id, id DESC);
      CREATE INDEX sessions_by_end ON sessions (ended_at) WHERE ended_at IS NOT NULL;
      CREATE INDEX sessions_by_expiry ON sessions (expires_at);

      CREATE TABLE refresh_tokens (
        hash bytea PRIMARY KEY,
        session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

      CREATE TABLE sign_in_failures (
        kind text NOT NULL CHECK (kind IN ('account', 'address')),
        subject text NOT NULL,
        failures integer NOT NULL CHECK (failures > 0),
        last_failed_at timestamptz NOT NULL,
        locked_until timestamptz,
        PRIMARY KEY (kind, subject)
      );
      CREATE INDEX sign_in_failures_by_age ON sign_in_failures (last_failed_at);

      CREATE TABLE totp_factors (
        user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        seed_sealed text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        confirmed_at timestamptz,
        last_step bigint NOT NULL DEFAULT 0
      );

      CREATE TABLE recovery_codes (
        user_id uuid NOT NULL REFERENCES totp_factors ON DELETE CASCADE,
        hash bytea NOT NULL,
        used_at timestamptz,
        PRIMARY KEY (user_id, hash)
      );

      CREATE TABLE mfa_challenges (
        hash bytea PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        attempts integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX mfa_challenges_by_expiry ON mfa_challenges (expires_at);

      CREATE TABLE identity_providers (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        name text NOT NULL,
        issuer text NOT NULL,
        client_ids text[] NOT NULL CHECK (cardinality(client_ids) > 0),
        jwks_uri text,
        claims jsonb NOT NULL,
        allowed_tenants text[] NOT NULL DEFAULT '{}',
        provision_role text,
        enabled boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tenant_id, name)
      );
      CREATE INDEX identity_providers_by_issuer ON identity_providers (issuer);

      CREATE TABLE user_identities (
        provider_id uuid NOT NULL REFERENCES identity_providers ON DELETE CASCADE,
        subject text NOT NULL,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (provider_id, subject)
      );
      CREATE INDEX user_identities_by_user ON user_identities (user_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE user_identities, identity_providers, mfa_challenges, recovery_codes, totp_factors, sign_in_failures,
        refresh_tokens, sessions, signing_keys;
    `);
  }
}
