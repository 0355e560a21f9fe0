import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stands for the condition that a row is of the tenant: its user, or its session, is. Both are under a policy of their own. */
const CONDITIONS = {
  sessions: 'EXISTS (SELECT FROM users u WHERE u.id = user_id)',
  refresh_tokens: 'EXISTS (SELECT FROM sessions s WHERE s.id = session_id)',
  totp_factors: 'EXISTS (SELECT FROM users u WHERE u.id = user_id)',
  recovery_codes: 'EXISTS (SELECT FROM users u WHERE u.id = user_id)',
  mfa_challenges: 'EXISTS (SELECT FROM users u WHERE u.id = user_id)',
  user_identities: 'EXISTS (SELECT FROM users u WHERE u.id = user_id)',
};

/** Row-level security on tables that have a tenant by way of their users (ADR 0011). */
export class IsolationByUser1763820000000 implements MigrationInterface {
  readonly name = 'IsolationByUser1763820000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, condition] of Object.entries(CONDITIONS)) {
      await runner.query(`SELECT isolate_tenant_rows('${table}', '${condition}')`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(CONDITIONS)) {
      await runner.query(`
        DROP POLICY own_tenant ON ${table};
        DROP POLICY all_tenants ON ${table};
        ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
      `);
    }
  }
}
