import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnchorKeys, AuditStore, AuditVerifier } from '#libs/auth';
import { LedgerVerifier } from '#libs/costs';
import { newId, seededRandom, type JsonObject } from '#libs/kernel';
import { BY_TEST, everything, openSystem, rowsOf, TABLES, type System } from './systems.js';
import { fillTenant, type TenantFixture } from './tenant-fixture.js';

const { integer: random } = seededRandom(20261121, 'data transfer');

/** Tables that belong to tenants and stay where they are, and why. */
const NOT_CARRIED: Record<string, string> = {
  api_keys: 'a key opens the system that made it',
  approval_thresholds: 'what may be spent without asking is decided where it is spent',
  identity_providers: 'who may vouch for users is decided where they sign in',
  quotas: 'what may be used is decided where it is used',
  idempotency_keys: 'answers to requests made here',
  audit_events: 'carried as a file: its hashes are over the tenant’s id',
  audit_chains: 'the target’s chain goes on',
  audit_anchors: 'they vouch for the source’s chain',
  outbox: 'messages of jobs that go on',
  stream_tickets: 'good for minutes',
  tenant_provider_keys: 'sealed for the system that stores them',
  webhook_endpoints: 'both systems would send; their secrets are sealed for the one that stores them',
  webhook_events: 'messages of the system that sends them',
  webhook_deliveries: 'messages of the system that sends them',
  webhook_attempts: 'messages of the system that sends them',
  data_exports: 'about this system',
  data_imports: 'about this system',
};

/** A tenant's jobs told without any id, each with what refers to it resolved. */
const STORY = `
SELECT j.input ->> 'n' AS n, split_part(u.email, '.', 1) AS creator, p.input ->> 'n' AS previous, s.name AS schedule,
  (SELECT jsonb_agg(jsonb_build_array(x.stage, x.output, x.progress)) FROM stage_executions x WHERE x.job_id = j.id) AS stages,
  (SELECT jsonb_agg(jsonb_build_array(e.seq, e.type, e.data - 'stageId', x.stage, split_part(a.email, '.', 1)) ORDER BY e.seq)
   FROM job_events e LEFT JOIN stage_executions x ON x.id::text = e.data ->> 'stageId' LEFT JOIN users a ON a.id::text = e.actor
   WHERE e.job_id = j.id) AS events,
  (SELECT jsonb_agg(jsonb_build_array(x.stage, e.cost_micros, (SELECT sum(amount_micros) FROM ledger_entries l WHERE l.effect_id = e.id AND l.account = 'spent')))
   FROM side_effects e JOIN stage_executions x ON x.id = e.stage_id WHERE e.job_id = j.id) AS effects,
  (SELECT jsonb_agg(jsonb_build_array(c.text, split_part(a.email, '.', 1))) FROM manifest_comments c JOIN users a ON a.id::text = c.author WHERE c.job_id = j.id) AS comments,
  (SELECT spent_micros FROM spending WHERE subject = j.id) AS spent, (SELECT sha256 FROM artifacts WHERE job_id = j.id) AS film,
  (SELECT outcome FROM schedule_ticks WHERE job_id = j.id) AS tick
FROM jobs j JOIN users u ON u.id = j.created_by LEFT JOIN jobs p ON p.id::text = j.input ->> 'previous' LEFT JOIN schedules s ON s.id = j.schedule_id
WHERE j.tenant_id = $1 ORDER BY (j.input ->> 'n')::integer`;
const storyOf = ({ database }: System, tenantId: string) => database.query<JsonObject>(STORY, [tenantId]);

describe('moving a tenant', () => {
  let dir: string;
  let source: System;
  let target: System;
  let tenant: TenantFixture;
  let archive: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'aiprod-archives-'));
    [source, target] = [await openSystem(), await openSystem()];
    tenant = await fillTenant(source.database, source.blobs, { jobs: 230 });
    await fillTenant(target.database, target.blobs, { jobs: 3, name: 'Somebody else' });
    await source.database.transaction((sql) =>
      source.audit.record(sql, {
        tenantId: tenant.tenantId,
        actor: { type: 'user', id: tenant.users[0]! },
        action: 'budget.set',
        target: null,
      }),
    );
    archive = join(dir, 'tenant.tar');
    await source.exporter.export(tenant.tenantId, archive, { passwordHashes: true });
  });
  afterAll(async () => {
    await source?.drop();
    await target?.drop();
    await rm(dir, { recursive: true, force: true });
  });

  const importsOf = ({ database }: System) => database.query('SELECT id FROM data_imports');
  const undo = async (system: System, id: string) => {
    const others = await everything(system);
    expect((await system.rollback.undo(id)).state).toBe('rolled_back');
    return others;
  };

  it('brings every row and every file to another system, once, and opens it when all is there', async () => {
    const original = await rowsOf(source, tenant.tenantId);
    expect(Object.entries(original).filter(([, rows]) => rows.length === 0)).toEqual([]);
    const first = await target.importer.import(archive, BY_TEST);
    expect(first).toMatchObject({ state: 'complete', rowsDone: first.rowsTotal });
    expect(await rowsOf(target, tenant.tenantId)).toEqual(original);
    const [{ sha256 }] = original.artifacts as [{ sha256: string }];
    expect(await target.blobs.readBytes({ sha256 })).toEqual(await source.blobs.readBytes({ sha256 }));
    expect(await new LedgerVerifier(target.database).differences()).toEqual([]);
    expect(await target.importer.import(archive, BY_TEST)).toEqual(first);
    expect(await rowsOf(target, tenant.tenantId)).toEqual(original);
  }, 120_000);

  it('switches schedules off, and keeps the source’s audit log as a file beside the target’s own', async () => {
    const [schedule] = await target.database.query<{ enabled: boolean }>(
      'SELECT enabled FROM schedules WHERE tenant_id = $1',
      [tenant.tenantId],
    );
    expect(schedule).toEqual({ enabled: false });
    const [{ audit_sha256: sha256 }] = (await target.database.query(
      'SELECT audit_sha256 FROM data_imports',
    )) as [{ audit_sha256: string }];
    expect((await target.blobs.readBytes({ sha256 })).toString()).toContain('"budget.set"');
    const report = await new AuditVerifier(new AuditStore(target.database)).verify(tenant.tenantId, {
      keys: new AnchorKeys([]),
    });
    expect(report).toMatchObject({ entries: 1, damage: null });
  }, 120_000);

  it('is taken back whole and exactly, ledger included, and can be done again', async () => {
    const [{ id }] = (await importsOf(target)) as [{ id: string }];
    await undo(target, id);
    for (const rows of Object.values(await rowsOf(target, tenant.tenantId))) expect(rows).toEqual([]);
    expect(await target.database.query('SELECT name FROM tenants')).toEqual([{ name: 'Somebody else' }]);
    await expect(target.database.query('DELETE FROM ledger_entries')).rejects.toThrow('append-only');
    const again = await target.importer.import(archive, BY_TEST);
    expect(again.state).toBe('complete');
    expect(await rowsOf(target, tenant.tenantId)).toEqual(await rowsOf(source, tenant.tenantId));
    await undo(target, again.id);
  }, 120_000);

  it('is not taken back once the tenant has gone on to work', async () => {
    const done = await target.importer.import(archive, BY_TEST);
    await target.database.query(
      `INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data) VALUES ($1, 3, $2, 'job.seen', 'ada', '{}')`,
      [tenant.jobs[0], tenant.tenantId],
    );
    const before = await everything(target);
    await expect(target.rollback.undo(done.id)).rejects.toMatchObject({ code: 'import.in_use' });
    expect(await everything(target)).toEqual(before);
    await target.database.query("DELETE FROM job_events WHERE type = 'job.seen'");
    await undo(target, done.id);
  }, 120_000);

  it('makes a copy under another id beside the original, with all that refers to each other', async () => {
    const copy = newId();
    const others = await everything(source);
    await expect(source.importer.import(archive, BY_TEST)).rejects.toMatchObject({
      code: 'import.tenant_exists',
    });
    await expect(source.importer.import(archive, { ...BY_TEST, targetTenantId: copy })).rejects.toMatchObject(
      {
        code: 'input.invalid',
      },
    );
    expect(await importsOf(source)).toEqual([]);
    const request = { ...BY_TEST, targetTenantId: copy, tagAddresses: true };
    const done = await source.importer.import(archive, request);
    expect(done.state).toBe('complete');
    expect(await storyOf(source, copy)).toEqual(await storyOf(source, tenant.tenantId));
    const rows = await rowsOf(source, copy);
    const counts = (of: Record<string, JsonObject[]>) =>
      Object.entries(of).map(([name, list]) => [name, list.length]);
    expect(counts(rows)).toEqual(counts(others[0]!));
    const text = JSON.stringify({ ...rows, users: [], side_effects: [] });
    for (const id of [tenant.tenantId, ...tenant.users, ...tenant.jobs]) expect(text).not.toContain(id);
    await undo(source, done.id);
    expect(await everything(source)).toEqual(others);
  }, 120_000);

  it('refuses to leave jobs behind unless it is told to', async () => {
    const id = newId();
    await source.database.query(
      `INSERT INTO jobs (id, tenant_id, created_by, pipeline, pipeline_version, track, track_reason, input, seed, priority, state)
       VALUES ($1, $2, $3, 'video', 1, 'fast', '', '{}', 1, 5, 'INIT')`,
      [id, tenant.tenantId, tenant.users[0]],
    );
    const path = join(dir, 'unfinished.tar');
    await expect(source.exporter.export(tenant.tenantId, path)).rejects.toMatchObject({
      code: 'export.jobs_under_way',
    });
    const manifest = await source.exporter.export(tenant.tenantId, path, { leaveUnfinished: true });
    expect(manifest).toMatchObject({ unfinishedJobs: 1, passwordHashes: false });
    expect(await readFile(path, 'latin1')).not.toContain(id);
    const [{ password_hash: hash }] = (await source.database.query('SELECT password_hash FROM users')) as [
      { password_hash: string },
    ];
    expect(await readFile(path, 'latin1')).not.toContain(hash);
    expect((await readdir(dir)).sort()).toEqual(['tenant.tar', 'unfinished.tar']);
    await source.database.query('DELETE FROM jobs WHERE id = $1', [id]);
  }, 120_000);

  it('refuses archives that are cut off or altered anywhere, before a row is written', async () => {
    const whole = await readFile(archive);
    const before = await everything(target);
    const imports = await importsOf(target);
    const broken = join(dir, 'broken.tar');
    const attempts = Array.from({ length: 100 }, (_, index) => index);
    for (const index of attempts) {
      const at = random(0, whole.length - 1);
      if (index % 2 === 0) {
        await copyFile(archive, broken);
        await truncate(broken, index % 4 === 0 ? at : at - (at % 512));
      } else {
        const altered = Buffer.from(whole);
        altered[at] = altered[at]! ^ (1 << random(0, 7));
        await writeFile(broken, altered);
      }
      await expect(target.importer.import(broken, BY_TEST)).rejects.toMatchObject({
        code: 'transfer.archive_damaged',
      });
    }
    expect(await everything(target)).toEqual(before);
    expect(await importsOf(target)).toEqual(imports);
    await rm(broken);
  }, 120_000);

  it('leaves no table and no column of tenants behind unawares', async () => {
    const columns = await source.database.query<{ table: string; column: string }>(
      `SELECT c.table_name AS "table", c.column_name AS "column" FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'`,
    );
    const ofTenants = columns.filter(({ column }) => column === 'tenant_id').map(({ table }) => table);
    const carried = TABLES.map(({ name }) => name);
    expect(ofTenants.filter((name) => !carried.includes(name) && !(name in NOT_CARRIED))).toEqual([]);
    // What each system gives of its own: numbers, and whose key paid there.
    const own = new Set([
      'ledger_entries.id',
      'job_events.xact_id',
      'budget_alerts.xact_id',
      'side_effects.account',
      'side_effects.cache_key',
    ]);
    const declared = new Set(
      TABLES.flatMap(({ name, columns: of }) => Object.keys(of).map((column) => `${name}.${column}`)),
    );
    const stored = columns
      .filter(({ table }) => carried.includes(table))
      .map(({ table, column }) => `${table}.${column}`);
    expect(stored.filter((name) => !declared.has(name) && !own.has(name))).toEqual([]);
  }, 120_000);
});
