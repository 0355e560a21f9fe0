import pg from 'pg';
import { newId } from '#libs/kernel';
import { testDatabase, type TestDatabase } from '../test-database.js';
import { INSTALL_AUDIT } from './audit.js';
import { check, percentile } from './checker.js';
import type { JournalEntry } from './provider/journal.js';

const charge = (reference: string, costMicros: number): JournalEntry => ({
  at: 0,
  type: 'charged',
  reference,
  externalId: newId(),
  costMicros,
});

describe('the checker', () => {
  let database: TestDatabase;
  let client: pg.Client;
  const [tenant, user] = [newId(), newId()];
  let job: string;
  let stage: string;
  let effect: string;

  beforeAll(async () => {
    database = await testDatabase();
    client = new pg.Client(database.url);
    await client.connect();
    await client.query(INSTALL_AUDIT);
    // Each test begins with empty books.
    await client.query('ALTER TABLE ledger_entries DISABLE TRIGGER ledger_delete_only_by_rollback');
    await client.query("INSERT INTO tenants (id, name) VALUES ($1, 't')", [tenant]);
    await client.query(
      "INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1, $2, 'a@b.c', '', 'ADMIN')",
      [user, tenant],
    );
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  /** One job that has bought one thing for 100 and ended well. */
  beforeEach(async () => {
    await client.query('DELETE FROM outbox');
    await client.query('DELETE FROM fault_audit');
    await client.query('DELETE FROM jobs');
    await client.query('DELETE FROM ledger_entries');
    [job, stage, effect] = [newId(), newId(), newId()];
    await client.query(
      `INSERT INTO jobs (id, tenant_id, created_by, pipeline, pipeline_version, track, track_reason, input, seed, priority, state, event_seq)
       VALUES ($1, $2, $3, 'p', 1, 't', '', '{}', 1, 5, 'INIT', 2)`,
      [job, tenant, user],
    );
    await client.query(
      `INSERT INTO stage_executions (id, tenant_id, job_id, stage, agent, queue, status, pending)
       VALUES ($1, $2, $3, 'buy', 'a', 'light', 'ready', 0)`,
      [stage, tenant, job],
    );
    await run('w1', 5_000);
    await attempt(1, effect);
    await finish();
    await client.query("UPDATE jobs SET status = 'completed'");
    await event(1, 'job.created', 'u');
    await event(2, 'job.completed', 'w1');
  });

  const run = (owner: string, leaseMs: number) =>
    client.query(
      `UPDATE stage_executions SET status = 'running', lease_owner = $1, lease_token = lease_token + 1,
              lease_until = clock_timestamp() + $2 * interval '1 millisecond'`,
      [owner, leaseMs],
    );
  const finish = () =>
    client.query("UPDATE stage_executions SET status = 'succeeded', cost_micros = 100, lease_owner = NULL");
  const event = (seq: number, type: string, actor: string, data = {}) =>
    client.query(
      'INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data) VALUES ($1, $2, $3, $4, $5, $6)',
      [job, seq, tenant, type, actor, JSON.stringify(data)],
    );
  const attempt = async (number: number, id: string) => {
    await client.query(
      `INSERT INTO side_effects (id, tenant_id, job_id, stage_id, generation, stage, key, attempt, provider, operation, request_hash,
                                 state, estimated_micros, cost_micros, lease_token)
       VALUES ($1, $2, $3, $4, 1, 'buy', 'it', $5, 'p', 'o', '', 'settled', 100, 100, 1)`,
      [id, tenant, job, stage, number],
    );
    await client.query(
      `INSERT INTO ledger_entries (effect_id, kind, account, amount_micros, tenant_id, user_id, job_id, pipeline, provider, operation,
                                   price_list, held_on)
       SELECT $1, b.kind, b.account, b.amount, $2, $3, $4, 'p', 'p', 'o', 'v', current_date
       FROM (VALUES ('hold', 'available', -100), ('hold', 'held', 100), ('settle', 'held', -100), ('settle', 'spent', 100))
              AS b (kind, account, amount)`,
      [id, tenant, user, job],
    );
  };
  const bought = () => [charge(effect, 100)];
  const verdict = (journal = bought(), accepted = [job]) => check({ client, journal, accepted, kills: [] });
  const broken = async (...args: Parameters<typeof verdict>) =>
    (await verdict(...args)).invariants.filter(({ holds }) => !holds).map(({ name }) => name);

  it('finds nothing wrong where nothing is', async () => {
    expect(await verdict()).toMatchObject({ jobs: 1, terminal: 1, completed: 1, duplicateSubmissions: 0 });
    expect(await broken()).toEqual([]);
  });

  it('misses an accepted job that is gone', async () => {
    expect(await broken(bought(), [job, newId()])).toEqual(['every accepted job exists']);
  });

  it('sees a purchase that was made twice', async () => {
    const twice = [...bought(), ...bought()];
    expect(await verdict(twice)).toMatchObject({ duplicateSubmissions: 1, ledgerDifferenceMicros: 100 });
    expect(await broken(twice)).toContain('nothing was bought twice');
  });

  it('sees a purchase that was made twice under two references', async () => {
    const second = newId();
    await attempt(2, second);
    const journal = [...bought(), charge(second, 100)];
    expect(await verdict(journal)).toMatchObject({ duplicateSubmissions: 1, ledgerDifferenceMicros: 0 });
    expect(await broken(journal)).toEqual(['nothing was bought twice']);
  });

  it('counts what a failed attempt has cost, and does not take the next one for a second purchase', async () => {
    const failed = newId();
    await attempt(2, failed);
    const journal: JournalEntry[] = [...bought(), { ...charge(failed, 100), type: 'charged-in-part' }];
    expect(await verdict(journal)).toMatchObject({ duplicateSubmissions: 0, ledgerDifferenceMicros: 0 });
    expect(await broken(journal)).toEqual([]);
  });

  it('sees a request that left after the lease had ended', async () => {
    const sent = (at: number): JournalEntry => ({ ...charge(effect, 0), type: 'received', at });
    expect(await broken([...bought(), sent(Date.now() + 10_000)])).toEqual([
      'nothing was sent to the provider after the lease had ended',
    ]);
  });

  it('sees differences of the ledger both ways, even where the sums agree', async () => {
    const elsewhere = [charge('another', 100)];
    expect(await verdict(elsewhere)).toMatchObject({ ledgerDifferenceMicros: 200 });
    expect(await verdict([])).toMatchObject({ ledgerDifferenceMicros: 100 });
    expect(await broken(elsewhere)).toEqual(["our ledger is the provider's, effect by effect"]);
  });

  it('sees money that is still held, and a cost that was never booked', async () => {
    await client.query("DELETE FROM ledger_entries WHERE kind = 'settle'");
    expect(await broken()).toEqual([
      "our ledger is the provider's, effect by effect",
      'no money is held for what has ended',
      'the journal and the ledger agree on every cost',
    ]);
  });

  it('sees a result that was taken after its lease had ended', async () => {
    await run('w1', -1_000);
    await finish();
    expect(await verdict()).toMatchObject({ staleWritesAccepted: 1 });
  });

  it("sees a result that was written by another than the lease's owner", async () => {
    await client.query('UPDATE jobs SET event_seq = 3');
    await event(3, 'stage.succeeded', 'w2', { stage: 'buy', item: null });
    expect(await broken()).toEqual(['no result was taken under a lease that had ended']);
  });

  it('sees a second end, a missing number, an unfinished job and what is left lying', async () => {
    await client.query('UPDATE jobs SET event_seq = 4');
    await event(4, 'job.failed', 'w1');
    expect(await broken()).toEqual([
      'every ended job has exactly one terminal event',
      "every job's events are numbered without a gap",
    ]);
    await client.query("UPDATE jobs SET status = 'processing'");
    await run('w1', 5_000);
    await client.query(
      "INSERT INTO outbox (tenant_id, queue, priority, message) VALUES ($1, 'light', 5, '{}')",
      [tenant],
    );
    expect(await broken()).toEqual(
      expect.arrayContaining([
        'every job is in a terminal state',
        'no stage is left running',
        'no message is left in the outbox',
      ]),
    );
  });

  it('measures from a death to the moment the stage runs again', async () => {
    await run('w1', 5_000);
    const at = Date.now() + 5;
    await new Promise((resolve) => setTimeout(resolve, 30));
    await run('w2', 5_000);
    await finish();
    const { recoveryP50Ms } = await check({
      client,
      journal: bought(),
      accepted: [job],
      kills: [{ at, name: 'worker', owner: 'w1' }],
    });
    expect(recoveryP50Ms).toBeGreaterThan(0);
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2);
    expect(percentile([], 0.99)).toBeNull();
  });
});
