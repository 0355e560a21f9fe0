import type { TestingModule } from '@nestjs/testing';
import { Test } from '@nestjs/testing';
import {
  acrossTenants,
  asTenant,
  createDataSource,
  Database,
  DatabaseConfig,
  DatabaseModule,
  runUnbound,
} from '#libs/database';
import { newId } from '#libs/kernel';
import { testEnvironment, type TestEnvironment } from '#libs/testing';

const OF_WHOM = 'SELECT DISTINCT tenant_id AS "tenantId" FROM users';
const USERS_PER_TENANT = 3;

/** $1 a user, $2 an identity provider. */
const OF_USERS = {
  sessions: `INSERT INTO sessions (id, user_id, device, address, expires_at)
    VALUES (gen_random_uuid(), $1, 'x', 'x', now() + interval '1 day')`,
  refresh_tokens: `INSERT INTO refresh_tokens (hash, session_id, expires_at)
    SELECT sha256(uuid_send(id)), id, expires_at FROM sessions WHERE user_id = $1`,
  totp_factors: "INSERT INTO totp_factors (user_id, seed_sealed) VALUES ($1, 'x')",
  recovery_codes: "INSERT INTO recovery_codes (user_id, hash) VALUES ($1, sha256('x'))",
  mfa_challenges: `INSERT INTO mfa_challenges (hash, user_id, expires_at)
    VALUES (sha256(uuid_send($1)), $1, now() + interval '1 day')`,
  user_identities: "INSERT INTO user_identities (user_id, provider_id, subject) VALUES ($1, $2, 'x')",
};

describe('the database keeps tenants apart', () => {
  const tenants = Array.from({ length: 5 }, () => newId());
  let environment: TestEnvironment;
  let module: TestingModule;
  let database: Database;
  let owner: Database;

  beforeAll(async () => {
    environment = await testEnvironment();
    process.env.DATABASE_POOL_SIZE = '3';
    module = await Test.createTestingModule({ imports: [DatabaseModule.forTenants()] }).compile();
    await module.init();
    database = module.get(Database);
    owner = new Database(await createDataSource(DatabaseConfig.fromEnv()).initialize());
    for (const tenant of tenants) await addTenant(tenant);
  });
  afterAll(async () => {
    await owner?.dataSource.destroy();
    await module?.close();
    await environment?.drop();
  });

  const addTenant = async (tenant: string) => {
    await owner.query('INSERT INTO tenants (id, name) VALUES ($1::uuid, $1::text)', [tenant]);
    for (let i = 0; i < USERS_PER_TENANT; i++) {
      await owner.query(
        "INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1::uuid, $2, $1::text, '', 'USER')",
        [newId(), tenant],
      );
    }
  };
  const seen = async () =>
    (await database.query<{ tenantId: string }>(OF_WHOM)).map(({ tenantId }) => tenantId);

  it('whatever the statements leave out: 10,000 interleaved ones on two connections see their own tenant’s rows alone', async () => {
    expect(database.dataSource.options.poolSize).toBe(2);
    const wrong: unknown[] = [];
    const ask = async (turn: number) => {
      const tenant = tenants[turn % tenants.length]!;
      const rows = await asTenant(tenant, async () => {
        if (turn % 17 === 0) return database.transaction((sql) => sql.query<{ tenantId: string }>(OF_WHOM));
        // One in thirteen fails, so that a connection also goes back after an error.
        if (turn % 13 === 0) await database.query('SELECT 1 / $1::integer', [0]).catch(() => undefined);
        return database.query<{ tenantId: string }>(OF_WHOM);
      });
      if (rows.length !== 1 || rows[0]?.tenantId !== tenant) wrong.push({ tenant, rows });
      if (turn % 11 === 0 && (await runUnbound(seen)).length > 0) wrong.push('without a tenant');
    };
    for (let turn = 0; turn < 10_000; turn += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, i) => ask(turn + i)));
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('where nobody has said whose rows are meant, there are none', async () => {
    expect(await seen()).toEqual([]);
    expect(await database.query('SELECT FROM tenants')).toEqual([]);
    expect(await database.transaction((sql) => sql.query('SELECT FROM users'))).toEqual([]);
  });

  it('nobody writes into another tenant, moves a row there, or deletes one there', async () => {
    const [own, other] = tenants as [string, string];
    const write = (sql: string, params: unknown[]) => asTenant(own, () => database.query(sql, params));
    const insert =
      "INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1::uuid, $2, $1::text, '', 'USER')";
    await expect(write(insert, [newId(), other])).rejects.toThrow('row-level security');
    await expect(write('UPDATE users SET tenant_id = $1', [other])).rejects.toThrow('row-level security');
    expect(await write('DELETE FROM users WHERE tenant_id = $1 RETURNING id', [other])).toEqual([]);
    await write(insert, [newId(), own]);
  });

  it('the kernel’s own work sees all of them, and says so', async () => {
    expect((await acrossTenants(seen)).sort()).toEqual([...tenants].sort());
  });

  it('a transaction is its tenant’s to the end, and leaves nothing behind', async () => {
    const [first, second] = tenants as [string, string];
    await asTenant(first, () =>
      database.transaction(async (sql) => {
        expect(await sql.query(OF_WHOM)).toEqual([{ tenantId: first }]);
        await asTenant(second, async () => expect(await sql.query(OF_WHOM)).toEqual([{ tenantId: first }]));
      }),
    );
    await Promise.all([1, 2].map(async () => expect(await seen()).toEqual([])));
  });

  it('neither role of the application may bypass it, own a table, or become the other', async () => {
    const roles = await owner.query(
      `SELECT rolname, rolsuper, rolbypassrls, rolcreaterole,
              pg_has_role(rolname, CASE rolname WHEN 'aiprod_api' THEN 'aiprod_kernel' ELSE 'aiprod_api' END, 'MEMBER') AS other,
              (SELECT count(*)::integer FROM pg_class WHERE relowner = r.oid) AS owned
       FROM pg_roles r WHERE rolname IN ('aiprod_api', 'aiprod_kernel') ORDER BY rolname`,
    );
    const harmless = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, other: false, owned: 0 };
    expect(roles).toEqual([
      { rolname: 'aiprod_api', ...harmless },
      { rolname: 'aiprod_kernel', ...harmless },
    ]);
    expect(await database.query('SELECT current_user AS name')).toEqual([{ name: 'aiprod_api' }]);
    expect(await acrossTenants(() => database.query('SELECT current_user AS name'))).toEqual([
      { name: 'aiprod_kernel' },
    ]);
  });

  it('sessions, factors and identities are their users’ tenant’s, for whoever reads, changes or adds one', async () => {
    const [own, other] = tenants as [string, string];
    for (const tenant of [own, other]) {
      const [{ id: user } = { id: '' }] = await owner.query<{ id: string }>(
        'SELECT id FROM users WHERE tenant_id = $1 ORDER BY id LIMIT 1',
        [tenant],
      );
      const provider = newId();
      await owner.query(
        `INSERT INTO identity_providers (id, tenant_id, name, issuer, client_ids, claims)
         VALUES ($1, $2, 'x', 'https://id.example.org', '{x}', '{}')`,
        [provider, tenant],
      );
      for (const insert of Object.values(OF_USERS)) {
        await owner.query(insert, [user, provider].slice(0, insert.includes('$2') ? 2 : 1));
      }
    }
    const ask = (sql: string, params: unknown[] = []) => asTenant(own, () => database.query(sql, params));
    const [stranger] = await owner.query<{ id: string; provider: string }>(
      `SELECT user_id AS id, provider_id AS provider FROM user_identities JOIN users u ON u.id = user_id WHERE u.tenant_id = $1`,
      [other],
    );
    for (const [table, insert] of Object.entries(OF_USERS)) {
      expect([table, await acrossTenants(() => database.query(`SELECT FROM ${table}`))]).toEqual([
        table,
        [{}, {}],
      ]);
      expect([table, await ask(`SELECT FROM ${table}`)]).toEqual([table, [{}]]);
      expect([table, await database.query(`SELECT FROM ${table}`)]).toEqual([table, []]);
      const change = table === 'refresh_tokens' ? 'used_at = now()' : 'user_id = user_id';
      expect([table, await ask(`UPDATE ${table} SET ${change} RETURNING 1 AS n`)]).toEqual([
        table,
        [{ n: 1 }],
      ]);
      const fresh = insert.replaceAll("'x'", "'y'");
      const params = [stranger!.id, stranger!.provider].slice(0, insert.includes('$2') ? 2 : 1);
      // A refresh token is added by way of its session, which is not there for a stranger.
      if (table !== 'refresh_tokens') await expect(ask(fresh, params)).rejects.toThrow('row-level security');
    }
    await ask('DELETE FROM sessions');
    expect(await acrossTenants(() => database.query('SELECT FROM sessions'))).toHaveLength(1);
  });

  it('every table with a tenant, or with users, sessions or schedules of one, is covered, by force', async () => {
    const open = await owner.query(
      `SELECT DISTINCT c.relname FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('tenant_id', 'user_id', 'session_id', 'schedule_id')
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT (
         c.relrowsecurity AND c.relforcerowsecurity
         AND (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) = 2)`,
    );
    expect(open).toEqual([]);
  });

  it('and so is one that a later migration brings', async () => {
    await owner.query('CREATE TABLE later (tenant_id uuid NOT NULL, secret text)', []);
    await owner.query('SELECT enable_tenant_isolation()');
    await owner.query("INSERT INTO later SELECT id, 'x' FROM tenants");
    const rows = await asTenant(tenants[0]!, () => database.query('SELECT tenant_id FROM later'));
    expect(rows).toEqual([{ tenant_id: tenants[0] }]);
    await owner.query('DROP TABLE later');
  });
});
