import { createDataSource, Database, DatabaseConfig, KERNEL_ROLE } from '#libs/database';
import { newId } from '#libs/kernel';
import { testEnvironment, type TestEnvironment } from '#libs/testing';
import { AuditLog } from './audit-log.js';
import { entryHash, GENESIS_HASH, type AuditEntry } from './domain/entry.js';

interface Row {
  seq: number;
  at: Date;
  hash: string;
  previous_hash: string;
  details: { index: number };
}

describe('the audit log', () => {
  let environment: TestEnvironment;
  let database: Database;
  const log = new AuditLog();

  beforeAll(async () => {
    environment = await testEnvironment();
    database = new Database(
      await createDataSource(DatabaseConfig.fromEnv(), { role: KERNEL_ROLE }).initialize(),
    );
  });
  afterAll(async () => {
    await database?.dataSource.destroy();
    await environment?.drop();
  });

  const entry = (tenantId: string, index: number): AuditEntry => ({
    tenantId,
    actor: { type: 'user', id: 'ada' },
    action: 'budget.changed',
    target: { type: 'budget', id: 'tenant/day' },
    details: { index },
  });
  const record = (tenantId: string, index: number) =>
    database.transaction((sql) => log.record(sql, entry(tenantId, index)));
  const rows = (tenantId: string) =>
    database.query<Row>(
      'SELECT seq, at, hash, previous_hash, details FROM audit_events WHERE tenant_id = $1 ORDER BY seq',
      [tenantId],
    );

  it('numbers each tenant’s entries without gaps and chains them, whoever writes at once', async () => {
    const tenants = [newId(), newId()];
    await Promise.all(
      tenants.flatMap((tenant) => Array.from({ length: 30 }, (_, index) => record(tenant, index))),
    );
    for (const tenantId of tenants) {
      const events = await rows(tenantId);
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
      let previous = GENESIS_HASH;
      for (const { seq, at, hash, previous_hash, details } of events) {
        const { actor, action, target } = entry(tenantId, 0);
        expect(previous_hash).toBe(previous);
        previous = entryHash(previous, {
          tenantId,
          seq,
          at,
          actor,
          action,
          target,
          details,
          correlationId: null,
        });
        expect(hash).toBe(previous);
      }
    }
  });

  it('records nothing of an act that is rolled back, and leaves no gap', async () => {
    const tenantId = newId();
    await record(tenantId, 0);
    const undone = database.transaction(async (sql) => {
      await log.record(sql, entry(tenantId, 1));
      throw new Error('changed its mind');
    });
    await expect(undone).rejects.toThrow('changed its mind');
    await record(tenantId, 2);
    expect((await rows(tenantId)).map(({ seq, details }) => [seq, details.index])).toEqual([
      [1, 0],
      [2, 2],
    ]);
  });

  it.each([
    "UPDATE audit_events SET action = 'a.b'",
    'DELETE FROM audit_events',
    'TRUNCATE audit_events',
    'DELETE FROM audit_chains',
    'TRUNCATE audit_chains',
    'UPDATE audit_chains SET seq = seq - 1',
    "UPDATE audit_anchors SET hash = ''",
    'TRUNCATE audit_anchors',
  ])('can’t be changed: %s', async (statement) => {
    const tenantId = newId();
    await record(tenantId, 0);
    await expect(database.query(statement)).rejects.toThrow(/append-only|only moves|permission denied/);
    expect(await rows(tenantId)).toHaveLength(1);
  });

  it('refuses an action without a name that can be searched for, and details with a secret', async () => {
    const tenantId = newId();
    const write = (change: Partial<AuditEntry>) =>
      database.transaction((sql) => log.record(sql, { ...entry(tenantId, 0), ...change }));
    await expect(write({ action: 'Did something' })).rejects.toMatchObject({ code: 'audit.action_refused' });
    await expect(write({ details: { password: 'x' } })).rejects.toMatchObject({
      code: 'audit.details_refused',
    });
    expect(await rows(tenantId)).toHaveLength(0);
  });
});
