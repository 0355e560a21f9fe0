import { newId } from '#libs/kernel';
import { shops } from './shop.js';
import { reopenShops, startShopping, type Shopping } from './shopping.js';

describe('a budget', () => {
  let shopping: Shopping;
  beforeAll(async () => {
    shopping = await startShopping();
  });
  beforeEach(reopenShops);
  afterAll(() => shopping.close());

  const budget = (scope: 'tenant' | 'user', limitMicros: number | null) =>
    limitMicros === null
      ? shopping.app.database.query('DELETE FROM budgets WHERE tenant_id = $1', [shopping.app.scope.tenantId])
      : shopping.app.database.query(
          "INSERT INTO budgets (id, tenant_id, scope, period, limit_micros, changed_by) VALUES ($1, $2, $3, 'day', $4, 'test')",
          [newId(), shopping.app.scope.tenantId, scope, limitMicros],
        );
  const spent = async () => {
    const [row] = await shopping.app.database.query<{ spent: number; held: number }>(
      "SELECT spent_micros AS spent, held_micros AS held FROM spending WHERE subject = $1 AND period = 'day'",
      [shopping.app.scope.tenantId],
    );
    return row ?? { spent: 0, held: 0 };
  };
  afterEach(() => budget('tenant', null));

  it('runs exactly 100 of 200 jobs at once on the money for 100, and tells the others why', async () => {
    const before = await spent();
    shops.plain.price = 700;
    await budget('tenant', before.spent + before.held + 100 * 700);
    const allAreIn = Promise.withResolvers<void>();
    shopping.errand = { operation: shopping.op('plain'), before: () => allAreIn.promise };
    const ids = await Promise.all(Array.from({ length: 200 }, () => shopping.submit()));
    allAreIn.resolve();
    const outcomes = await Promise.all(ids.map((id) => shopping.app.settled(id)));
    const refused = ids.filter((_, index) => outcomes[index] === 'failed');
    expect([refused.length, shops.plain.charges.length]).toEqual([100, 100]);
    // What was held before belongs to a job that waits for a person.
    expect(await spent()).toEqual({ spent: before.spent + 100 * 700, held: before.held });
    for (const { error } of await Promise.all(refused.map((id) => shopping.view(id)))) {
      expect(error).toMatchObject({ code: 'costs.budget_exceeded', class: 'budget', retryable: false });
      expect(error?.message).toContain('The tenant’s budget for the day');
    }
  });

  it('goes over to what costs less, and says so', async () => {
    await budget('user', (await spent()).spent + 100);
    shopping.errand = { operation: shopping.op('plain'), fallbacks: [shopping.op('free')] };
    const id = await shopping.submit();
    expect(await shopping.app.settled(id)).toBe('completed');
    expect(await shopping.journalOf(id)).toMatchObject([
      { provider: 'free', state: 'settled', costMicros: 0 },
    ]);
    const [fallback] = await shopping.app.database.query(
      "SELECT data FROM job_events WHERE job_id = $1 AND type = 'effect.fallback'",
      [id],
    );
    expect(fallback).toMatchObject({
      data: { from: 'plain', to: 'free', reason: 'costs.budget_exceeded' },
    });
  });
});
