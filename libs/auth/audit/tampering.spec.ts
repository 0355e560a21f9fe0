import pg from 'pg';
import { createDataSource, Database, DatabaseConfig, KERNEL_ROLE } from '#libs/database';
import { newId, seededRandom } from '#libs/kernel';
import { testEnvironment, type TestEnvironment } from '#libs/testing';
import { AuditVerifier } from './application/audit-verifier.js';
import { AuditLog } from './audit-log.js';
import { AnchorKeys, AnchorSigner, type Anchor } from './domain/anchor.js';
import type { Damage } from './domain/chain.js';
import { entryHash, GENESIS_HASH, type AuditEvent } from './domain/entry.js';
import { AuditStore } from './persistence/audit-store.js';

const TAMPERS = 200;
const TABLES = ['audit_events', 'audit_chains', 'audit_anchors'];
const EDITS = [
  "action = 'user.enabled'",
  `details = '{"index": 999}'`,
  "actor_id = 'eve'",
  "actor_type = 'system'",
  "target_id = 'other'",
  "correlation_id = 'other'",
  "at = at + interval '1 millisecond'",
  "hash = repeat('a', 64)",
  "previous_hash = repeat('b', 64)",
];

/** A chain to be tampered with, and the means of somebody who may do anything in the database but has no signing key. */
interface Chain {
  tenantId: string;
  length: number;
  anchors: Anchor[];
  sql(text: string, ...params: unknown[]): Promise<unknown>;
  events(): Promise<AuditEvent[]>;
  random(min: number, max: number): number;
}

const shift = async ({ sql }: Chain, from: number, by: number) => {
  await sql('UPDATE audit_events SET seq = seq + 1000000 WHERE tenant_id = $1 AND seq >= $2', from);
  await sql('UPDATE audit_events SET seq = seq - 1000000 + $2 WHERE tenant_id = $1 AND seq > 1000000', by);
};
const write = ({ sql }: Chain, { seq, hash, previousHash }: AuditEvent) =>
  sql(
    'UPDATE audit_events SET hash = $3, previous_hash = $4 WHERE tenant_id = $1 AND seq = $2',
    seq,
    hash,
    previousHash,
  );
const insert = (
  { sql }: Chain,
  seq: number,
  { hash, previousHash }: Pick<AuditEvent, 'hash' | 'previousHash'>,
  at: Date,
) =>
  sql(
    `INSERT INTO audit_events (tenant_id, seq, at, actor_type, action, details, previous_hash, hash)
     VALUES ($1, $2, $3, 'system', 'a.b', '{}', $4, $5)`,
    ...[seq, at, previousHash, hash],
  );
const forged = (tenantId: string, seq: number, at: Date, previousHash: string) => ({
  previousHash,
  hash: entryHash(previousHash, {
    ...{ tenantId, seq, at, action: 'a.b', target: null, details: {}, correlationId: null },
    actor: { type: 'system', id: null },
  }),
});

type Tamper = (chain: Chain) => Promise<Damage>;

const tampers: Record<string, Tamper> = {
  async 'edit a column'({ sql, length, random }) {
    const seq = random(1, length);
    await sql(
      `UPDATE audit_events SET ${EDITS[random(0, EDITS.length - 1)]} WHERE tenant_id = $1 AND seq = $2`,
      seq,
    );
    return { kind: 'edited', seq };
  },
  async 'edit an entry and compute its hash anew'(chain) {
    const seq = chain.random(1, chain.length);
    const entry = (await chain.events())[seq - 1]!;
    await chain.sql("UPDATE audit_events SET action = 'a.b' WHERE tenant_id = $1 AND seq = $2", seq);
    await write(chain, { ...entry, hash: entryHash(entry.previousHash, { ...entry, action: 'a.b' }) });
    return { kind: 'edited', seq };
  },
  async 'delete an entry'({ sql, length, random }) {
    const seq = random(1, length - 1);
    await sql('DELETE FROM audit_events WHERE tenant_id = $1 AND seq = $2', seq);
    return { kind: 'deleted', seq };
  },
  async 'delete entries and close the gap'(chain) {
    const count = chain.random(1, 2);
    const seq = chain.random(1, chain.length - 2 * count);
    await chain.sql(
      'DELETE FROM audit_events WHERE tenant_id = $1 AND seq >= $2 AND seq < $3',
      seq,
      seq + count,
    );
    await shift(chain, seq, -count);
    return { kind: 'deleted', seq };
  },
  async 'insert an entry of no right hash'(chain) {
    const seq = chain.random(1, chain.length);
    await shift(chain, seq, 1);
    await insert(chain, seq, { hash: 'c'.repeat(64), previousHash: 'd'.repeat(64) }, new Date());
    return { kind: 'inserted', seq };
  },
  async 'insert entries that link and hash by the rules'(chain) {
    const seq = chain.random(1, chain.length);
    const at = new Date();
    let previous = (await chain.events())[seq - 2]?.hash ?? GENESIS_HASH;
    const count = chain.random(1, 2);
    await shift(chain, seq, count);
    for (let index = 0; index < count; index++) {
      const entry = forged(chain.tenantId, seq + index, at, previous);
      await insert(chain, seq + index, entry, at);
      previous = entry.hash;
    }
    return { kind: 'inserted', seq };
  },
  async 'add an entry past the end'(chain) {
    const at = new Date();
    const seq = chain.length + 1;
    await insert(chain, seq, forged(chain.tenantId, seq, at, (await chain.events()).at(-1)!.hash), at);
    return { kind: 'inserted', seq };
  },
  async 'swap the places of two entries'({ sql, length, random }) {
    const seq = random(1, length - 1);
    const to = random(seq + 1, length);
    const move = 'UPDATE audit_events SET seq = $3 WHERE tenant_id = $1 AND seq = $2';
    await sql(move, seq, 1_000_000);
    await sql(move, to, seq);
    await sql(move, 1_000_000, to);
    return { kind: 'swapped', seq, to };
  },
  async 'swap the contents of two entries'({ sql, length, random }) {
    const seq = random(1, length - 1);
    const to = random(seq + 1, length);
    await sql(
      `UPDATE audit_events e SET details = o.details, at = o.at FROM audit_events o
       WHERE e.tenant_id = $1 AND o.tenant_id = $1 AND (e.seq, o.seq) IN (($2, $3), ($3, $2))`,
      ...[seq, to],
    );
    return { kind: 'swapped', seq, to };
  },
  async 'cut the tail'({ sql, length, random }) {
    const seq = random(1, length);
    await sql('DELETE FROM audit_events WHERE tenant_id = $1 AND seq >= $2', seq);
    return { kind: 'tail_cut', seq };
  },
  async 'cut the tail and all that remembers it in the database'({ sql, events, length, random }) {
    const seq = random(1, length);
    const last = (await events())[seq - 2];
    await sql('DELETE FROM audit_events WHERE tenant_id = $1 AND seq >= $2', seq);
    await sql('DELETE FROM audit_anchors WHERE tenant_id = $1');
    if (last)
      await sql('UPDATE audit_chains SET seq = $2, hash = $3 WHERE tenant_id = $1', seq - 1, last.hash);
    else await sql('DELETE FROM audit_chains WHERE tenant_id = $1');
    return { kind: 'tail_cut', seq };
  },
  async 'write history anew from an entry on'(chain) {
    const seq = chain.random(1, chain.length);
    await chain.sql("UPDATE audit_events SET action = 'a.b' WHERE tenant_id = $1 AND seq = $2", seq);
    let previousHash = GENESIS_HASH;
    for (const event of await chain.events()) {
      const hash = entryHash(previousHash, event);
      await write(chain, { ...event, previousHash, hash });
      previousHash = hash;
    }
    await chain.sql('UPDATE audit_chains SET hash = $2 WHERE tenant_id = $1', previousHash);
    const [half, whole] = chain.anchors.map((anchor) => anchor.seq) as [number, number];
    return seq <= half ? { kind: 'edited', seq: 1, to: half } : { kind: 'edited', seq: half + 1, to: whole };
  },
};

describe('tampering with the audit log by whoever owns its tables', () => {
  let environment: TestEnvironment;
  let database: Database;
  let owner: pg.Client;
  let store: AuditStore;
  let verifier: AuditVerifier;
  const log = new AuditLog();
  const signer = new AnchorSigner(Buffer.alloc(32, 7).toString('base64'));
  const keys = new AnchorKeys([signer.publicKey]);

  beforeAll(async () => {
    environment = await testEnvironment();
    database = new Database(
      await createDataSource(DatabaseConfig.fromEnv(), { role: KERNEL_ROLE }).initialize(),
    );
    store = new AuditStore(database);
    verifier = new AuditVerifier(store);
    owner = new pg.Client(environment.databaseUrl);
    await owner.connect();
    for (const table of TABLES) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await owner.query(`SET ROLE ${KERNEL_ROLE}`);
  });
  afterAll(async () => {
    await owner?.end();
    await database?.dataSource.destroy();
    await environment?.drop();
  });

  const collect = async (tenantId: string) => {
    const events: AuditEvent[] = [];
    for await (const event of store.export(tenantId)) events.push(event);
    return events;
  };

  const append = (tenantId: string, count: number) =>
    database.transaction(async (sql) => {
      for (let index = 0; index < count; index++) {
        await log.record(sql, {
          tenantId,
          actor: { type: 'user', id: 'ada' },
          action: 'budget.changed',
          target: { type: 'budget', id: 'day' },
          details: { index, amount: 0.1 + index, text: 'ä\u2028"\\' },
          correlationId: 'c1',
        });
      }
    });

  const anchor = async (tenantId: string): Promise<Anchor> => {
    const [point] = (await store.toAnchor(signer.keyId)).filter((found) => found.tenantId === tenantId);
    const signed = signer.sign(point!);
    await store.addAnchor(signed);
    return signed;
  };

  const newChain = async (random: Chain['random']): Promise<Chain> => {
    const tenantId = newId();
    const half = random(3, 7);
    const length = half + random(2, 7);
    await append(tenantId, half);
    const first = await anchor(tenantId);
    await append(tenantId, length - half);
    const anchors = [first, await anchor(tenantId)];
    const sql = (text: string, ...params: unknown[]) => owner.query(text, [tenantId, ...params]);
    return { tenantId, length, anchors, sql, events: () => collect(tenantId), random };
  };

  it(`is found ${TAMPERS} times of ${TAMPERS}, with its place and kind`, async () => {
    const { integer: random } = seededRandom(20261121, 'tampering');
    const missed: unknown[] = [];
    const names = Object.keys(tampers);
    for (let round = 0; round < TAMPERS; round++) {
      const name = names[round % names.length]!;
      const chain = await newChain(random);
      const options = { keys, anchors: chain.anchors };
      expect(await verifier.verify(chain.tenantId, options)).toMatchObject({
        damage: null,
        entries: chain.length,
      });
      const expected = await tampers[name]!(chain);
      const { damage } = await verifier.verify(chain.tenantId, options);
      if (JSON.stringify(damage) !== JSON.stringify(expected)) missed.push({ round, name, expected, damage });
    }
    expect(missed).toEqual([]);
  }, 180_000);

  it('leaves other tenants’ chains whole, and finds a chain of which all is gone', async () => {
    const random = (min: number) => min;
    const [whole, gone] = [await newChain(random), await newChain(random)];
    for (const table of TABLES) {
      await gone.sql(`DELETE FROM ${table} WHERE tenant_id = $1`);
    }
    const kept = [...whole.anchors, ...gone.anchors];
    const chains = await verifier.chains(null, kept);
    expect(chains).toContainEqual({ tenantId: gone.tenantId, seq: gone.length });
    expect((await verifier.verify(whole.tenantId, { keys, anchors: kept })).damage).toBeNull();
    expect((await verifier.verify(gone.tenantId, { keys, anchors: kept })).damage).toEqual({
      kind: 'tail_cut',
      seq: 1,
    });
  });

  it('can’t be hidden or faked by anchors that somebody else made', async () => {
    const chain = await newChain((min) => min);
    const eve = new AnchorSigner(Buffer.alloc(32, 8).toString('base64'));
    const { tenantId } = chain;
    const point = { tenantId, seq: 99, hash: 'e'.repeat(64), at: new Date() };
    const later = { ...point, seq: 100 };
    const anchors = [eve.sign(point), { ...eve.sign(later), keyId: signer.keyId }];
    expect(await verifier.verify(tenantId, { keys, anchors })).toMatchObject({
      damage: null,
      anchors: { good: 2, bad: 1, unknown: 1 },
    });
  });
});
