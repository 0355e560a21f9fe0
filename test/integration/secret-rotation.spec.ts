import { createDataSource, Database, DatabaseConfig } from '#libs/database';
import { newId } from '#libs/kernel';
import { newMasterKey, SEALED_COLUMNS, SecretBox, SecretRotation } from '#libs/secrets';
import { testEnvironment, type TestEnvironment } from '#libs/testing';

const COUNT = 450;

describe('a new master key for what is stored', () => {
  const [old, fresh, lost] = [newMasterKey('k1'), newMasterKey('k2'), newMasterKey('k9')];
  const oldBox = new SecretBox(() => old);
  const both = new SecretBox(() => `${fresh},${old}`);
  const tenants = Array.from({ length: COUNT }, () => newId());
  const placeOf = (tenantId: string) => ({
    table: 'tenant_provider_keys',
    column: 'key_sealed',
    row: `${tenantId}/gemini`,
  });
  let environment: TestEnvironment;
  let database: Database;

  const put = (tenantId: string, sealed: string) =>
    database.query(
      `INSERT INTO tenant_provider_keys (tenant_id, provider, key_sealed, hint, created_by, updated_by)
       VALUES ($1, 'gemini', $2, 'abcd', 'test', 'test')
       ON CONFLICT (tenant_id, provider) DO UPDATE SET key_sealed = excluded.key_sealed`,
      [tenantId, sealed],
    );
  const sealedOf = async (tenantId: string) => {
    const [row] = await database.query<{ sealed: string }>(
      'SELECT key_sealed AS sealed FROM tenant_provider_keys WHERE tenant_id = $1',
      [tenantId],
    );
    return row!.sealed;
  };
  const rotation = () => new SecretRotation(database, both, SEALED_COLUMNS);
  const onlyKeys = <T extends { table: string }>(reports: T[]) =>
    reports.find(({ table }) => table === 'tenant_provider_keys');

  beforeAll(async () => {
    environment = await testEnvironment();
    database = new Database(await createDataSource(DatabaseConfig.fromEnv()).initialize());
    for (const tenantId of tenants) {
      await database.query("INSERT INTO tenants (id, name) VALUES ($1, 'test')", [tenantId]);
      await put(tenantId, oldBox.seal(`key of ${tenantId}`, placeOf(tenantId)));
    }
  });
  afterAll(async () => {
    await database?.dataSource.destroy();
    await environment?.drop();
  });

  it('knows every sealed column that there is', async () => {
    const columns = await database.query<{ table: string; column: string }>(
      `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name LIKE '%\\_sealed' ORDER BY 1, 2`,
    );
    const registered = SEALED_COLUMNS.map(({ table, column }) => ({ table, column }));
    expect(registered.sort((a, b) => a.table.localeCompare(b.table))).toEqual(columns);
    // The statements for each are understood by the database.
    expect(await rotation().count()).toBe(COUNT);
  });

  it('tells in a dry run how many it would wrap anew, and wraps none', async () => {
    const before = await sealedOf(tenants[0]!);
    const report = onlyKeys(await rotation().rotate({ dryRun: true }));
    expect(report).toMatchObject({ seen: COUNT, rewrapped: COUNT, unreadable: [] });
    expect(await sealedOf(tenants[0]!)).toBe(before);
  });

  it('wraps all, tells how far it is, and overwrites nothing that is written meanwhile', async () => {
    const [busy] = tenants.toSorted().slice(-1) as [string];
    const seen: number[] = [];
    let written: Promise<unknown> | undefined;
    const report = onlyKeys(
      await rotation().rotate({
        onSeen: (count) => {
          seen.push(count);
          // As a process would that runs, and does not know the new key yet.
          written ??= put(busy, oldBox.seal('another key', placeOf(busy)));
        },
      }),
    );
    await written;
    expect(report).toMatchObject({ seen: COUNT, unreadable: [] });
    expect(report!.rewrapped).toBeGreaterThanOrEqual(COUNT - 1);
    expect([...new Set(seen)]).toEqual([200, 400, COUNT]);
    expect(both.open(await sealedOf(busy), placeOf(busy))).toBe('another key');
  });

  it('finds in a second run what was written during the first, and then nothing', async () => {
    await put(tenants[1]!, oldBox.seal('late', placeOf(tenants[1]!)));
    expect(onlyKeys(await rotation().rotate())).toMatchObject({ seen: COUNT });
    expect(onlyKeys(await rotation().rotate())).toMatchObject({ seen: COUNT, rewrapped: 0 });
    const newOnly = new SecretBox(() => fresh);
    expect(newOnly.open(await sealedOf(tenants[1]!), placeOf(tenants[1]!))).toBe('late');
    expect(newOnly.open(await sealedOf(tenants[2]!), placeOf(tenants[2]!))).toBe(`key of ${tenants[2]}`);
  });

  it('names what no key opens, leaves it, and goes on', async () => {
    const stranger = new SecretBox(() => lost).seal('gone', placeOf(tenants[3]!));
    await put(tenants[3]!, stranger);
    await put(tenants[4]!, oldBox.seal('kept', placeOf(tenants[4]!)));
    const report = onlyKeys(await rotation().rotate());
    expect(report).toMatchObject({ rewrapped: 1, unreadable: [`${tenants[3]}/gemini`] });
    expect(await sealedOf(tenants[3]!)).toBe(stranger);
  });
});
