import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an identity provider knows us by where it wants more than PKCE when a code is exchanged. */
export class BrowserSignIn1763823600000 implements MigrationInterface {
  readonly name = 'BrowserSignIn1763823600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE identity_providers ADD COLUMN client_secret_sealed text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE identity_providers DROP COLUMN client_secret_sealed');
  }
}
