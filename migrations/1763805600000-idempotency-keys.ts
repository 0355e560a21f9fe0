import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was answered to a request that named itself, for as long as it may be sent again. */
export class IdempotencyKeys1763805600000 implements MigrationInterface {
  readonly name = 'IdempotencyKeys1763805600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_keys (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        caller text NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        holder uuid NOT NULL,
        locked_until timestamptz,
        status smallint,
        headers jsonb,
        body text,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, caller, route, key),
        CHECK ((status IS NULL) = (body IS NULL) AND (status IS NULL) = (locked_until IS NOT NULL))
      );
      CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_keys;');
  }
}
