import { AppError, micros, type JsonObject } from '#libs/kernel';
import { JobsService } from '#libs/orchestration';
import { Free, Plain, shops } from './shop.js';
import { reopenShops, startShopping, until, type Shopping } from './shopping.js';

describe('the side-effect journal', () => {
  let shopping: Shopping;
  beforeAll(async () => {
    shopping = await startShopping();
  });
  beforeEach(reopenShops);
  afterAll(() => shopping.close());

  it('books what was charged, once, to the job', async () => {
    shopping.errand = { operation: shopping.op('plain') };
    const id = await shopping.submit();
    expect(await shopping.app.settled(id)).toBe('completed');
    expect(await shopping.view(id)).toMatchObject({ costMicros: 500 });
    expect(await shopping.journalOf(id)).toMatchObject([
      { state: 'settled', costMicros: 500, estimatedMicros: 700 },
    ]);
  });

  it.each(['keyed', 'plain', 'hooked', 'blind'] as const)(
    'polls what was submitted when the stage runs again, and does not order twice (%s)',
    async (name) => {
      let runs = 0;
      const around = async () => {
        if (runs++ === 0) throw new AppError('test.crash', 'after the purchase', { retryable: true });
      };
      shopping.errand = { operation: shopping.op(name), around };
      const id = await shopping.submit();
      expect(await shopping.app.settled(id)).toBe('completed');
      expect([runs, shops[name].charges.length]).toEqual([2, 1]);
      expect(await shopping.view(id)).toMatchObject({ costMicros: 500 });
    },
  );

  it('goes on from an intent whose run never told what became of it', async () => {
    let crashed = false;
    shops.plain.beforeAnswer = async () => {
      if (crashed) return;
      crashed = true;
      // The process is gone: its lease belongs to nobody, and what it learned is lost.
      await shopping.app.database.query(
        "UPDATE stage_executions SET lease_token = lease_token + 1, lease_until = now() - interval '1 second' WHERE status = 'running'",
      );
    };
    shopping.errand = { operation: shopping.op('plain') };
    const id = await shopping.submit();
    expect(await shopping.app.settled(id)).toBe('completed');
    expect(shops.plain.charges).toHaveLength(1);
    expect(await shopping.journalOf(id)).toMatchObject([{ state: 'settled', attempt: 1 }]);
  });

  it.each(['keyed', 'plain'] as const)('finds out by itself after a lost answer (%s)', async (name) => {
    shops[name].mishaps = ['drop'];
    shopping.errand = { operation: shopping.op(name) };
    const id = await shopping.submit();
    expect(await shopping.app.settled(id)).toBe('completed');
    expect(shops[name].charges).toHaveLength(1);
    expect(await shopping.view(id)).toMatchObject({ costMicros: 500 });
  });

  it('orders again once the look-up has shown that the first order never arrived', async () => {
    shops.plain.mishaps = ['lose-request'];
    shopping.errand = { operation: shopping.op('plain') };
    const id = await shopping.submit();
    expect(await shopping.app.settled(id)).toBe('completed');
    expect(await shopping.journalOf(id)).toMatchObject([
      { state: 'reconciled', outcome: 'not_charged', attempt: 1 },
      { state: 'settled', attempt: 2 },
    ]);
    expect(shops.plain.charges).toHaveLength(1);
  });

  it('takes the word of the webhook, however often and in whatever order it comes', async () => {
    shops.hooked.mishaps = ['drop'];
    shopping.errand = { operation: shopping.op('hooked') };
    const id = await shopping.submit();
    const [effect] = await until(async () => {
      const journal = await shopping.journalOf(id);
      return journal[0]?.state === 'ambiguous' && journal;
    });
    const done = {
      effectId: effect!.id,
      status: 'done',
      result: { bought: 'x' },
      costMicros: micros(300),
    } as const;
    expect(await shopping.effects.report('hooked', done)).toBe(true);
    expect(await shopping.effects.report('hooked', done)).toBe(false);
    expect(await shopping.effects.report('hooked', { ...done, status: 'failed' })).toBe(false);
    expect(await shopping.app.settled(id)).toBe('completed');
    expect(await shopping.view(id)).toMatchObject({ costMicros: 300 });
  });

  it.each([
    ['not_charged', {}, 2, 500, 'completed'],
    ['charged', { costMicros: micros(450) }, 1, 450, 'failed'],
  ] as const)(
    'asks a person where nobody else can tell: %s',
    async (outcome, more, charges, cost, status) => {
      shops.blind.mishaps = ['drop'];
      shopping.errand = { operation: shopping.op('blind') };
      const id = await shopping.submit();
      expect(await shopping.app.settled(id)).toBe('awaiting_approval');
      const [effect] = await shopping.journalOf(id);
      expect(effect).toMatchObject({ state: 'ambiguous', needsPerson: true });
      expect((await shopping.view(id)).stages.find(({ stage }) => stage === 'AGENTS_EXECUTED')).toMatchObject(
        {
          status: 'parked',
          error: { code: 'effect.ambiguous', class: 'provider' },
        },
      );
      await shopping.effects.resolve(shopping.app.scope, id, effect!.id, { outcome, ...more });
      expect(await shopping.app.settled(id)).toBe(status);
      expect(shops.blind.charges).toHaveLength(charges);
      expect(await shopping.view(id)).toMatchObject({ costMicros: cost });
      await expect(
        shopping.effects.resolve(shopping.app.scope, id, effect!.id, { outcome }),
      ).rejects.toMatchObject({
        code: 'effect.not_in_question',
      });
    },
  );

  it('asks another provider only after a definite failure, and says so', async () => {
    shops.keyed.mishaps = ['refuse'];
    shopping.errand = { operation: shopping.op('keyed'), fallbacks: [shopping.op('plain')] };
    const id = await shopping.submit();
    expect(await shopping.app.settled(id)).toBe('completed');
    expect([shops.keyed.charges.length, shops.plain.charges.length]).toEqual([0, 1]);
    const events = await shopping.app.database.query<{ data: JsonObject }>(
      "SELECT data FROM job_events WHERE job_id = $1 AND type = 'effect.fallback'",
      [id],
    );
    expect(events).toMatchObject([{ data: { from: 'keyed', to: 'plain', reason: 'shop.full' } }]);

    shops.blind.mishaps = ['drop'];
    shopping.errand = { operation: shopping.op('blind'), fallbacks: [shopping.op('plain')] };
    const unknown = await shopping.submit();
    expect(await shopping.app.settled(unknown)).toBe('awaiting_approval');
    expect(shops.plain.charges).toHaveLength(1);
  });

  it('asks nobody else when the same request is refused after a lost answer: it may have been charged', async () => {
    shops.keyed.mishaps = ['drop', 'reject'];
    shopping.errand = { operation: shopping.op('keyed'), fallbacks: [shopping.op('plain')] };
    const id = await shopping.submit();
    expect(await shopping.app.settled(id)).toBe('awaiting_approval');
    expect([shops.keyed.charges.length, shops.plain.charges.length]).toEqual([1, 0]);
    expect(await shopping.journalOf(id)).toMatchObject([
      { provider: 'keyed', state: 'ambiguous', needsPerson: true },
    ]);
  });

  it('does not send a request again to a provider that is left alone', async () => {
    shops.keyed.mishaps = ['drop', ...Array.from({ length: 6 }, () => 'lose-request' as const)];
    shopping.errand = { operation: shopping.op('keyed'), fallbacks: [shopping.op('plain')] };
    const id = await shopping.submit();
    const waiting = await until(async () => {
      const { stages } = await shopping.view(id);
      const stage = stages.find((one) => one.stage === 'AGENTS_EXECUTED');
      return stage?.status === 'retrying' && stage;
    });
    expect(waiting).toMatchObject({ attempt: 0, error: { code: 'effect.unanswered' } });
    // Five in a row: the first answer that was lost and four that were sent again.
    expect(shops.keyed.mishaps).toHaveLength(2);
    expect(await shopping.app.settled(id)).toBe('completed');
    expect([shops.keyed.charges.length, shops.plain.charges.length]).toEqual([1, 0]);
  });

  it('forwards a cancellation to the provider, and books what it charges all the same', async () => {
    shops.plain.finished = false;
    shopping.errand = { operation: shopping.op('plain') };
    const id = await shopping.submit();
    await until(async () => (await shopping.journalOf(id))[0]?.state === 'submitted');
    await shopping.app.module.get(JobsService).cancel(shopping.app.scope, id);
    await until(async () => (await shopping.journalOf(id))[0]?.state === 'reconciled');
    expect([...shops.plain.orders.values()]).toMatchObject([{ cancelled: true }]);
    expect(await shopping.view(id)).toMatchObject({ status: 'cancelled', costMicros: 200 });
  });

  it('leaves a provider alone that keeps failing, and lets the stage wait without using up its attempts', async () => {
    shops.plain.mishaps = Array.from({ length: 5 }, () => 'lose-request' as const);
    shopping.errand = { operation: shopping.op('plain') };
    const id = await shopping.submit();
    expect(await shopping.app.settled(id)).toBe('completed');
    const puttingOff = await shopping.app.database.query<{ data: JsonObject }>(
      "SELECT data FROM job_events WHERE job_id = $1 AND type = 'stage.retrying'",
      [id],
    );
    expect(puttingOff).toContainEqual({
      data: expect.objectContaining({
        error: expect.objectContaining({ code: 'provider.unavailable' }) as unknown,
      }) as unknown,
    });
    const { stages } = await shopping.view(id);
    expect(stages.find(({ stage }) => stage === 'AGENTS_EXECUTED')).toMatchObject({ attempt: 1 });
    expect((await shopping.journalOf(id)).map(({ outcome, state }) => outcome ?? state)).toEqual([
      ...Array.from({ length: 5 }, () => 'not_charged'),
      'settled',
    ]);
  });

  it('keeps to the number of open calls that a provider allows, without counting an attempt', async () => {
    const plain = shopping.app.module.get(Plain);
    plain.limits = { concurrency: 2, perTenant: 2 };
    shopping.errand = { operation: plain };
    const ids = await Promise.all(Array.from({ length: 6 }, () => shopping.submit()));
    expect(await Promise.all(ids.map((id) => shopping.app.settled(id)))).toEqual(ids.map(() => 'completed'));
    expect(shops.plain.mostOpen).toBeLessThanOrEqual(2);
    plain.limits = { concurrency: 1_000, perTenant: 1_000 };
  });

  it('keeps to what a provider allows in a minute, without counting an attempt', async () => {
    const free = shopping.app.module.get(Free);
    free.limits = { ...free.limits, perMinute: 2 };
    shopping.errand = { operation: free };
    const ids = await Promise.all(Array.from({ length: 3 }, () => shopping.submit()));
    await until(async () => {
      const jobs = await Promise.all(ids.map((id) => shopping.view(id)));
      const stages = jobs.flatMap((job) => job.stages.filter(({ stage }) => stage === 'AGENTS_EXECUTED'));
      return (
        stages.filter(({ status }) => status === 'succeeded').length === 2 &&
        stages.some(({ error, attempt }) => error?.code === 'provider.busy' && attempt === 0)
      );
    });
    expect(shops.free.orders.size).toBe(2);
    free.limits = { concurrency: 1_000, perTenant: 1_000 };
    expect(await Promise.all(ids.map((id) => shopping.app.settled(id)))).toEqual(ids.map(() => 'completed'));
  });

  it('asks again after a lost answer where nothing can be charged', async () => {
    shopping.errand = { operation: shopping.op('free') };
    shops.free.mishaps = ['drop'];
    const id = await shopping.submit();
    expect(await shopping.app.settled(id)).toBe('completed');
    expect((await shopping.journalOf(id)).map(({ outcome, state }) => outcome ?? state)).toEqual([
      'not_charged',
      'settled',
    ]);
  });
});
