import { LedgerVerifier } from '#libs/costs';
import { AppError, micros, newId, type JsonObject } from '#libs/kernel';
import {
  Effects,
  JobQueries,
  JobsService,
  JobVerifier,
  type PaidOperation,
  type PipelineDefinition,
} from '#libs/orchestration';
import { startKernel, testEnvironment, type KernelApp, type TestEnvironment } from '#libs/testing';
import { Blind, Free, Hooked, Keyed, Plain, Shop, shops, type ShopName } from './shop.js';

const pipeline: PipelineDefinition = {
  name: 'shopping',
  version: 1,
  admit: (input) => input as JsonObject,
  route: () => ({ track: 'only', reason: 'there is one', budgetMicros: null, seed: 7 }),
  tracks: {
    only: (
      ['INPUT_SANITIZED', 'AGENTS_EXECUTED', 'QA_TECH', 'QA_SEMANTIC', 'FINAL_APPROVAL', 'DELIVERED'] as const
    ).map((state, index, states) => ({
      name: state,
      agent: 'test',
      queue: 'light',
      state,
      weight: 1,
      input: {},
      after: index === 0 ? [] : [states[index - 1] as string],
    })),
  },
};

describe('the side-effect journal', () => {
  let environment: TestEnvironment;
  let app: KernelApp;
  let effects: Effects;
  let buy: {
    operation: PaidOperation;
    fallbacks?: PaidOperation[];
    before?: () => Promise<void>;
    around?: () => Promise<void>;
  };
  const op = (name: ShopName) =>
    app.module.get({ keyed: Keyed, plain: Plain, blind: Blind, free: Free, hooked: Hooked }[name]);

  beforeAll(async () => {
    environment = await testEnvironment();
    Object.assign(process.env, { RETRY_BASE_MS: '20', STAGE_LEASE_MS: '1000', SWEEP_INTERVAL_MS: '100' });
    process.env.PROVIDER_BREAKER_PAUSE_MS = '300';
    app = await startKernel(
      [pipeline],
      async (execution, _, hooks) => {
        if (execution.stage !== 'AGENTS_EXECUTED') return {};
        const journal = effects.forStage(execution, hooks);
        const { operation, fallbacks } = buy;
        await buy.before?.();
        const { result } = await journal.perform(operation, { what: 'bread' }, { key: 'bread', fallbacks });
        await buy.around?.();
        return result;
      },
      { providers: [Keyed, Plain, Blind, Free, Hooked] },
    );
    effects = app.module.get(Effects);
  });
  beforeEach(() => {
    for (const shop of Object.values(shops)) Object.assign(shop, new Shop());
  });
  afterAll(async () => {
    for await (const { differences } of app.module.get(JobVerifier).verify()) expect(differences).toEqual([]);
    expect(await app.module.get(LedgerVerifier).differences()).toEqual([]);
    await app.module.close();
    await environment.drop();
  });

  const submit = async () => {
    const { tenantId, userId } = app.scope;
    const command = { tenantId, userId, pipeline: 'shopping', input: {}, priority: 5 };
    return (await app.module.get(JobsService).submit(command)).id;
  };
  const view = (id: string) => app.module.get(JobQueries).get(app.scope, id);
  const journalOf = (id: string) => effects.list(app.scope, id);
  const until = async <T>(look: () => Promise<T | false | undefined>): Promise<T> => {
    for (;;) {
      const seen = await look();
      if (seen) return seen;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  it('books what was charged, once, to the job', async () => {
    buy = { operation: op('plain') };
    const id = await submit();
    expect(await app.settled(id)).toBe('completed');
    expect(await view(id)).toMatchObject({ costMicros: 500 });
    expect(await journalOf(id)).toMatchObject([{ state: 'settled', costMicros: 500, estimatedMicros: 700 }]);
  });

  it.each(['keyed', 'plain', 'hooked', 'blind'] as const)(
    'polls what was submitted when the stage runs again, and does not order twice (%s)',
    async (name) => {
      let runs = 0;
      const around = async () => {
        if (runs++ === 0) throw new AppError('test.crash', 'after the purchase', { retryable: true });
      };
      buy = { operation: op(name), around };
      const id = await submit();
      expect(await app.settled(id)).toBe('completed');
      expect([runs, shops[name].charges.length]).toEqual([2, 1]);
      expect(await view(id)).toMatchObject({ costMicros: 500 });
    },
  );

  it('goes on from an intent whose run never told what became of it', async () => {
    let crashed = false;
    shops.plain.beforeAnswer = async () => {
      if (crashed) return;
      crashed = true;
      // The process is gone: its lease belongs to nobody, and what it learned is lost.
      await app.database.query(
        "UPDATE stage_executions SET lease_token = lease_token + 1, lease_until = now() - interval '1 second' WHERE status = 'running'",
      );
    };
    buy = { operation: op('plain') };
    const id = await submit();
    expect(await app.settled(id)).toBe('completed');
    expect(shops.plain.charges).toHaveLength(1);
    expect(await journalOf(id)).toMatchObject([{ state: 'settled', attempt: 1 }]);
  });

  it.each(['keyed', 'plain'] as const)('finds out by itself after a lost answer (%s)', async (name) => {
    shops[name].mishaps = ['drop'];
    buy = { operation: op(name) };
    const id = await submit();
    expect(await app.settled(id)).toBe('completed');
    expect(shops[name].charges).toHaveLength(1);
    expect(await view(id)).toMatchObject({ costMicros: 500 });
  });

  it('orders again once the look-up has shown that the first order never arrived', async () => {
    shops.plain.mishaps = ['lose-request'];
    buy = { operation: op('plain') };
    const id = await submit();
    expect(await app.settled(id)).toBe('completed');
    expect(await journalOf(id)).toMatchObject([
      { state: 'reconciled', outcome: 'not_charged', attempt: 1 },
      { state: 'settled', attempt: 2 },
    ]);
    expect(shops.plain.charges).toHaveLength(1);
  });

  it('takes the word of the webhook, however often and in whatever order it comes', async () => {
    shops.hooked.mishaps = ['drop'];
    buy = { operation: op('hooked') };
    const id = await submit();
    const [effect] = await until(async () => {
      const journal = await journalOf(id);
      return journal[0]?.state === 'ambiguous' && journal;
    });
    const done = {
      effectId: effect!.id,
      status: 'done',
      result: { bought: 'x' },
      costMicros: micros(300),
    } as const;
    expect(await effects.report('hooked', done)).toBe(true);
    expect(await effects.report('hooked', done)).toBe(false);
    expect(await effects.report('hooked', { ...done, status: 'failed' })).toBe(false);
    expect(await app.settled(id)).toBe('completed');
    expect(await view(id)).toMatchObject({ costMicros: 300 });
  });

  it.each([
    ['not_charged', {}, 2, 500, 'completed'],
    ['charged', { costMicros: micros(450) }, 1, 450, 'failed'],
  ] as const)(
    'asks a person where nobody else can tell: %s',
    async (outcome, more, charges, cost, status) => {
      shops.blind.mishaps = ['drop'];
      buy = { operation: op('blind') };
      const id = await submit();
      expect(await app.settled(id)).toBe('awaiting_approval');
      const [effect] = await journalOf(id);
      expect(effect).toMatchObject({ state: 'ambiguous', needsPerson: true });
      expect((await view(id)).stages.find(({ stage }) => stage === 'AGENTS_EXECUTED')).toMatchObject({
        status: 'parked',
        error: { code: 'effect.ambiguous', class: 'provider' },
      });
      await effects.resolve(app.scope, id, effect!.id, { outcome, ...more });
      expect(await app.settled(id)).toBe(status);
      expect(shops.blind.charges).toHaveLength(charges);
      expect(await view(id)).toMatchObject({ costMicros: cost });
      await expect(effects.resolve(app.scope, id, effect!.id, { outcome })).rejects.toMatchObject({
        code: 'effect.not_in_question',
      });
    },
  );

  it('asks another provider only after a definite failure, and says so', async () => {
    shops.keyed.mishaps = ['refuse'];
    buy = { operation: op('keyed'), fallbacks: [op('plain')] };
    const id = await submit();
    expect(await app.settled(id)).toBe('completed');
    expect([shops.keyed.charges.length, shops.plain.charges.length]).toEqual([0, 1]);
    const events = await app.database.query<{ data: JsonObject }>(
      "SELECT data FROM job_events WHERE job_id = $1 AND type = 'effect.fallback'",
      [id],
    );
    expect(events).toMatchObject([{ data: { from: 'keyed', to: 'plain', reason: 'shop.full' } }]);

    shops.blind.mishaps = ['drop'];
    buy = { operation: op('blind'), fallbacks: [op('plain')] };
    const unknown = await submit();
    expect(await app.settled(unknown)).toBe('awaiting_approval');
    expect(shops.plain.charges).toHaveLength(1);
  });

  it('forwards a cancellation to the provider, and books what it charges all the same', async () => {
    shops.plain.finished = false;
    buy = { operation: op('plain') };
    const id = await submit();
    await until(async () => (await journalOf(id))[0]?.state === 'submitted');
    await app.module.get(JobsService).cancel(app.scope, id);
    await until(async () => (await journalOf(id))[0]?.state === 'reconciled');
    expect([...shops.plain.orders.values()]).toMatchObject([{ cancelled: true }]);
    expect(await view(id)).toMatchObject({ status: 'cancelled', costMicros: 200 });
  });

  it('leaves a provider alone that keeps failing, and lets the stage wait without using up its attempts', async () => {
    shops.plain.mishaps = Array.from({ length: 5 }, () => 'lose-request' as const);
    buy = { operation: op('plain') };
    const id = await submit();
    const stage = async () => (await view(id)).stages.find((one) => one.stage === 'AGENTS_EXECUTED');
    const waiting = await until(async () => {
      const now = await stage();
      return now?.status === 'retrying' && now;
    });
    expect(waiting).toMatchObject({ error: { code: 'provider.unavailable' } });
    expect(shops.plain.mostOpen).toBeLessThanOrEqual(5);
    expect(await app.settled(id)).toBe('completed');
    expect(await stage()).toMatchObject({ attempt: 1 });
    expect((await journalOf(id)).map(({ outcome, state }) => outcome ?? state)).toEqual([
      ...Array.from({ length: 5 }, () => 'not_charged'),
      'settled',
    ]);
  });

  it('keeps to the number of open calls that a provider allows, without counting an attempt', async () => {
    const plain = app.module.get(Plain);
    plain.limits = { concurrency: 2, perTenant: 2 };
    buy = { operation: plain };
    const ids = await Promise.all(Array.from({ length: 6 }, submit));
    expect(await Promise.all(ids.map((id) => app.settled(id)))).toEqual(ids.map(() => 'completed'));
    expect(shops.plain.mostOpen).toBeLessThanOrEqual(2);
    plain.limits = { concurrency: 1_000, perTenant: 1_000 };
  });

  it('keeps to what a provider allows in a minute, without counting an attempt', async () => {
    const free = app.module.get(Free);
    free.limits = { ...free.limits, perMinute: 2 };
    buy = { operation: free };
    const ids = await Promise.all(Array.from({ length: 3 }, submit));
    await until(async () => {
      const jobs = await Promise.all(ids.map(view));
      const stages = jobs.flatMap((job) => job.stages.filter(({ stage }) => stage === 'AGENTS_EXECUTED'));
      return (
        stages.filter(({ status }) => status === 'succeeded').length === 2 &&
        stages.some(({ error, attempt }) => error?.code === 'provider.busy' && attempt === 0)
      );
    });
    expect(shops.free.orders.size).toBe(2);
    free.limits = { concurrency: 1_000, perTenant: 1_000 };
    expect(await Promise.all(ids.map((id) => app.settled(id)))).toEqual(ids.map(() => 'completed'));
  });

  it('asks again after a lost answer where nothing can be charged', async () => {
    buy = { operation: op('free') };
    shops.free.mishaps = ['drop'];
    const id = await submit();
    expect(await app.settled(id)).toBe('completed');
    expect((await journalOf(id)).map(({ outcome, state }) => outcome ?? state)).toEqual([
      'not_charged',
      'settled',
    ]);
  });

  describe('under a budget', () => {
    const budget = (scope: 'tenant' | 'user', limitMicros: number | null) =>
      limitMicros === null
        ? app.database.query('DELETE FROM budgets WHERE tenant_id = $1', [app.scope.tenantId])
        : app.database.query(
            "INSERT INTO budgets (id, tenant_id, scope, period, limit_micros, changed_by) VALUES ($1, $2, $3, 'day', $4, 'test')",
            [newId(), app.scope.tenantId, scope, limitMicros],
          );
    const spent = async () => {
      const [row] = await app.database.query<{ spent: number; held: number }>(
        "SELECT spent_micros AS spent, held_micros AS held FROM spending WHERE subject = $1 AND period = 'day'",
        [app.scope.tenantId],
      );
      return row ?? { spent: 0, held: 0 };
    };
    afterEach(() => budget('tenant', null));

    it('runs exactly 100 of 200 jobs at once on the money for 100, and tells the others why', async () => {
      const before = await spent();
      shops.plain.price = 700;
      await budget('tenant', before.spent + before.held + 100 * 700);
      const allAreIn = Promise.withResolvers<void>();
      buy = { operation: op('plain'), before: () => allAreIn.promise };
      const ids = await Promise.all(Array.from({ length: 200 }, submit));
      allAreIn.resolve();
      const outcomes = await Promise.all(ids.map((id) => app.settled(id)));
      const refused = ids.filter((_, index) => outcomes[index] === 'failed');
      expect([refused.length, shops.plain.charges.length]).toEqual([100, 100]);
      // What was held before belongs to a job that waits for a person.
      expect(await spent()).toEqual({ spent: before.spent + 100 * 700, held: before.held });
      for (const { error } of await Promise.all(refused.map(view))) {
        expect(error).toMatchObject({ code: 'costs.budget_exceeded', class: 'budget', retryable: false });
        expect(error?.message).toContain('The tenant’s budget for the day');
      }
    });

    it('goes over to what costs less, and says so', async () => {
      await budget('user', (await spent()).spent + 100);
      buy = { operation: op('plain'), fallbacks: [op('free')] };
      const id = await submit();
      expect(await app.settled(id)).toBe('completed');
      expect(await journalOf(id)).toMatchObject([{ provider: 'free', state: 'settled', costMicros: 0 }]);
      const [fallback] = await app.database.query(
        "SELECT data FROM job_events WHERE job_id = $1 AND type = 'effect.fallback'",
        [id],
      );
      expect(fallback).toMatchObject({
        data: { from: 'plain', to: 'free', reason: 'costs.budget_exceeded' },
      });
    });
  });
});
