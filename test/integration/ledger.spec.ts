import fc from 'fast-check';
import { LedgerVerifier } from '#libs/costs';
import type { Sql } from '#libs/database';
import { AppError, newId } from '#libs/kernel';
import { SpendingLedger } from '#libs/orchestration';
import { startKernel, testEnvironment, type KernelApp, type TestEnvironment } from '#libs/testing';

/** `npm run test:ledger` runs 10,000. */
const HISTORIES = Number(process.env.LEDGER_HISTORIES ?? 150);

interface Purchase {
  estimate: number;
  /** What is charged in the end; null while the bill is open. */
  cost: number | null;
  user: 0 | 1;
}

const limit = fc.option(fc.integer({ min: 0, max: 400 }), { nil: null });
const history = fc.record({
  job: limit,
  user: limit,
  tenant: limit,
  purchases: fc.array(
    fc.record({
      estimate: fc.integer({ min: 0, max: 120 }),
      cost: fc.option(fc.integer({ min: 0, max: 120 }), { nil: null }),
      user: fc.constantFrom(0 as const, 1 as const),
    }),
    { maxLength: 8 },
  ),
});

describe('the ledger', () => {
  let environment: TestEnvironment;
  let app: KernelApp;
  let ledger: SpendingLedger;

  beforeAll(async () => {
    environment = await testEnvironment();
    app = await startKernel([], () => Promise.resolve({}));
    ledger = app.module.get(SpendingLedger);
  });
  afterAll(async () => {
    await app.module.close();
    await environment.drop();
  });

  /** A tenant with two users, each with a job, under these limits. */
  async function world(limits: { job: number | null; user: number | null; tenant: number | null }) {
    const tenantId = newId();
    const users = [newId(), newId()] as const;
    const jobs = [newId(), newId()] as const;
    await app.database.transaction(async (sql) => {
      await sql.query("INSERT INTO tenants (id, name) VALUES ($1, 'test')", [tenantId]);
      for (const [index, userId] of users.entries()) {
        await sql.query(
          "INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, '', 'USER')",
          [userId, tenantId, `${userId}@example.com`],
        );
        await sql.query(
          `INSERT INTO jobs (id, tenant_id, created_by, pipeline, pipeline_version, track, track_reason, input, seed, priority,
                             status, state, budget_micros)
           VALUES ($1, $2, $3, 'p', 1, 't', 'r', '{}', 1, 5, 'processing', 'INIT', $4)`,
          [jobs[index], tenantId, userId, limits.job],
        );
      }
      for (const [scope, micros] of [
        ['user', limits.user],
        ['tenant', limits.tenant],
      ] as const) {
        if (micros === null) continue;
        await sql.query(
          "INSERT INTO budgets (id, tenant_id, scope, period, limit_micros, changed_by) VALUES ($1, $2, $3, 'day', $4, 'test')",
          [newId(), tenantId, scope, micros],
        );
      }
    });
    return { tenantId, jobs };
  }

  async function intend(
    sql: Sql,
    at: { tenantId: string; jobId: string },
    estimate: number,
  ): Promise<string> {
    const id = newId();
    await sql.query(
      `INSERT INTO side_effects (id, tenant_id, job_id, stage_id, generation, stage, key, attempt, provider, operation,
                                 request_hash, state, estimated_micros, lease_token)
       VALUES ($1, $2, $3, $1, 1, 's', 'k', 1, 'p', 'o', '', 'intended', $4, 1)`,
      [id, at.tenantId, at.jobId, estimate],
    );
    await ledger.hold(sql, id);
    return id;
  }

  const end = (id: string, cost: number) =>
    app.database.transaction(async (sql) => {
      await sql.query("UPDATE side_effects SET state = 'settled', cost_micros = $2 WHERE id = $1", [
        id,
        cost,
      ]);
      await ledger.settle(sql, id);
    });

  const refusal = (error: unknown): null => {
    if (error instanceof AppError && error.code === 'costs.budget_exceeded') return null;
    throw error;
  };

  it(`keeps the books straight in ${HISTORIES} random histories: sum zero, no overdraft, everything once`, async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ purchases, ...limits }) => {
        const { tenantId, jobs } = await world(limits);
        const used = { job: [0, 0], user: [0, 0], tenant: 0 };
        const count = (by: number, user: 0 | 1) => {
          used.tenant += by;
          for (const each of [used.job, used.user]) each[user] = (each[user] as number) + by;
        };
        const fits = ({ estimate, user }: Purchase) =>
          estimate === 0 ||
          ((used.job[user] as number) + estimate <= (limits.job ?? Infinity) &&
            (used.user[user] as number) + estimate <= (limits.user ?? Infinity) &&
            used.tenant + estimate <= (limits.tenant ?? Infinity));
        for (const purchase of purchases) {
          const at = { tenantId, jobId: jobs[purchase.user] };
          const expected = fits(purchase);
          const id = await app.database
            .transaction((sql) => intend(sql, at, purchase.estimate))
            .catch(refusal);
          expect(id !== null).toBe(expected);
          if (id === null) continue;
          count(purchase.estimate, purchase.user);
          if (purchase.cost === null) continue;
          await end(id, purchase.cost);
          count(purchase.cost - purchase.estimate, purchase.user);
          // A second booking of the same end is refused, or there was nothing to book.
          if (purchase.estimate + purchase.cost > 0) {
            await expect(app.database.transaction((sql) => ledger.settle(sql, id))).rejects.toThrow();
          }
        }
        const [books] = await app.database.query(
          `SELECT coalesce(sum(amount_micros), 0)::int AS sum,
                  coalesce(-sum(amount_micros) FILTER (WHERE account = 'available'), 0)::int AS used
           FROM ledger_entries WHERE tenant_id = $1`,
          [tenantId],
        );
        expect(books).toEqual({ sum: 0, used: used.tenant });
      }),
      { numRuns: HISTORIES, seed: 4 },
    );
    expect(await app.module.get(LedgerVerifier).differences()).toEqual([]);
  }, 1_800_000);

  it('lets exactly as many through at once as the budget has room for', async () => {
    const at = await world({ job: null, user: null, tenant: 1_000 });
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        app.database
          .transaction((sql) =>
            intend(sql, { tenantId: at.tenantId, jobId: at.jobs[index % 2] as string }, 50),
          )
          .catch(refusal),
      ),
    );
    expect(outcomes.filter((id) => id !== null)).toHaveLength(20);
  });

  it('is written once: neither changed nor deleted, and never out of balance', async () => {
    const at = await world({ job: null, user: null, tenant: null });
    const id = await app.database.transaction((sql) => intend(sql, { ...at, jobId: at.jobs[0] }, 50));
    const entries = `ledger_entries WHERE effect_id = '${id}'`;
    await expect(app.database.query(`DELETE FROM ${entries}`)).rejects.toThrow('append-only');
    await expect(app.database.query(`UPDATE ledger_entries SET amount_micros = 1`)).rejects.toThrow(
      'append-only',
    );
    await expect(
      app.database.query(
        `INSERT INTO ledger_entries (effect_id, kind, account, amount_micros, tenant_id, user_id, job_id, pipeline, provider,
                                     operation, price_list, held_on)
         SELECT effect_id, 'settle', 'spent', 5, tenant_id, user_id, job_id, pipeline, provider, operation, price_list, held_on
         FROM ${entries} LIMIT 1`,
      ),
    ).rejects.toThrow('sum to zero');
  });

  it('says which budget is used up, with its figures, and keeps nothing of what it refused', async () => {
    const at = await world({ job: null, user: 100, tenant: 1_000 });
    const refused = app.database.transaction((sql) => intend(sql, { ...at, jobId: at.jobs[0] }, 101));
    await expect(refused).rejects.toMatchObject({
      code: 'costs.budget_exceeded',
      class: 'budget',
      options: {
        details: { scope: 'user', period: 'day', limitMicros: 100, neededMicros: 101, heldMicros: 0 },
      },
    });
    const left = await app.database.query('SELECT FROM spending WHERE tenant_id = $1', [at.tenantId]);
    expect(left).toEqual([]);
  });

  it('tells once that a budget is used up to 80 %', async () => {
    const at = await world({ job: null, user: null, tenant: 100 });
    const alerts = () =>
      app.database.query('SELECT used_micros FROM budget_alerts WHERE tenant_id = $1', [at.tenantId]);
    const buy = (amount: number) =>
      app.database.transaction((sql) => intend(sql, { ...at, jobId: at.jobs[0] }, amount));
    await buy(79);
    expect(await alerts()).toEqual([]);
    await end(await buy(1), 0);
    await buy(1);
    expect(await alerts()).toEqual([{ used_micros: 80 }]);
  });
});
