import { type ApiProcess, bearer, json, startApi } from './api-process.js';

const JOB = {
  pipeline: 'video',
  input: { brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!' },
};
const price = {
  provider: 'local-motion-graphics',
  model: '*',
  unit: 'seconds',
  priceMicros: 2_000,
  per: 1,
  source: 'our own electricity meter',
  asOf: '2026-11-21',
};

describe('the money side of the API', () => {
  let api: ApiProcess;
  let admin: string;
  let user: string;

  beforeAll(async () => {
    api = await startApi();
    [admin, user] = await Promise.all([api.tokenOf('ADMIN'), api.tokenOf('USER')]);
  });
  afterAll(() => api?.stop());

  const get = async (path: string, as = admin) => {
    const response = await fetch(api.url + path, { headers: bearer(as) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const send = async (method: string, path: string, body: object, as = admin) => {
    const response = await fetch(api.url + path, { ...json(body, bearer(as)), method });
    const text = await response.text();
    return { status: response.status, body: (text && JSON.parse(text)) as Record<string, unknown> };
  };

  it('estimates a job by component, says who would do it and why, and stores nothing', async () => {
    const { status, body } = await send('POST', '/v1/estimates', JOB, user);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      pipeline: 'video',
      track: 'fast',
      budgetMicros: 125_000,
      estimate: { lowMicros: 0, highMicros: 0, priceList: expect.any(String) },
    });
    const { lines, alternatives } = body.estimate as Record<string, Record<string, unknown>[]>;
    expect(lines!.map(({ component, provider }) => [component, provider])).toEqual([
      ['text', 'local-writer'],
      ['speech', 'flite'],
      ['music', 'local-composer'],
      ['sound', 'local-foley'],
      ['video', 'local-motion-graphics'],
    ]);
    expect(alternatives!.map(({ name }) => name)).toContain('brand_campaign');
    expect((await get('/v1/jobs', user)).body).toMatchObject({ items: [] });
  });

  it('names every wrong field of what is to be estimated', async () => {
    const { status, body } = await send('POST', '/v1/estimates', {
      pipeline: 'video',
      input: { durationSec: 0 },
    });
    expect([status, body]).toMatchObject([
      400,
      { errors: [{ path: 'input.brief' }, { path: 'input.durationSec' }] },
    ]);
  });

  it('publishes prices as a new version that estimates go by, and never changes one', async () => {
    const before = await get('/v1/price-lists/current', user);
    const published = await send('POST', '/v1/price-lists', {
      changes: [price],
      note: 'Power has its price',
    });
    expect(published.status).toBe(201);
    const { version } = published.body as { version: string };
    expect((await get('/v1/price-lists/current')).body).toMatchObject({
      version,
      prices: expect.arrayContaining([price]),
    });
    expect((await get(`/v1/price-lists/${before.body.version as string}`)).body).toEqual(before.body);
    expect((await get('/v1/price-lists')).body).toMatchObject({
      items: [{ version, note: 'Power has its price' }],
    });

    const { body } = await send('POST', '/v1/estimates', JOB, user);
    // 15 s of pictures, and up to 1.6 times as much.
    expect(body.estimate).toMatchObject({ priceList: version, lowMicros: 30_000, highMicros: 48_000 });
    expect((await get('/v1/price-lists/1999-01-01.1')).status).toBe(404);
  });

  it('refuses prices that are wrong, field by field', async () => {
    const changes = [{ ...price, priceMicros: 0.5, unit: 'furlongs', asOf: 'today', source: '' }];
    const { status, body } = await send('POST', '/v1/price-lists', { changes, note: 'x' });
    expect(status).toBe(400);
    expect((body.errors as { path: string }[]).map(({ path }) => path).sort()).toEqual([
      'changes.0.asOf',
      'changes.0.priceMicros',
      'changes.0.source',
      'changes.0.unit',
    ]);
  });

  it('takes no job that the budget has no room for, and says which budget and what to do', async () => {
    const set = await send('PUT', '/v1/budgets', { scope: 'user', period: 'day', limitMicros: 29_999 });
    expect([set.status, set.body]).toMatchObject([
      200,
      { items: [{ scope: 'user', userId: null, period: 'day', limitMicros: 29_999, spentMicros: 0 }] },
    ]);
    const refused = await send('POST', '/v1/jobs', JOB, user);
    expect([refused.status, refused.body]).toMatchObject([
      402,
      {
        type: expect.stringContaining('costs.budget_exceeded'),
        detail: expect.stringMatching(/user’s budget for the day is \$0\.029999.*up to \$0\.03/),
      },
    ]);
    expect((await get('/v1/jobs', user)).body).toMatchObject({ items: [] });

    const gone = await fetch(`${api.url}/v1/budgets?scope=user&period=day`, {
      method: 'DELETE',
      headers: bearer(admin),
    });
    expect(gone.status).toBe(204);
    const taken = await send('POST', '/v1/jobs', JOB, user);
    expect([taken.status, taken.body]).toMatchObject([202, { estimate: { lowMicros: 30_000 } }]);
    expect((await get(`/v1/jobs/${taken.body.id as string}/costs`, user)).body).toMatchObject({
      jobId: taken.body.id,
      estimate: { lowMicros: 30_000, highMicros: 48_000 },
      spentMicros: 0,
      estimateError: null,
      purchases: [],
    });
  });

  it('refuses budgets that make no sense', async () => {
    const wrong = { scope: 'tenant', userId: 'me', period: 'year', limitMicros: -1 };
    const { status, body } = await send('PUT', '/v1/budgets', wrong);
    expect(status).toBe(400);
    expect((body.errors as { path: string }[]).map(({ path }) => path).sort()).toEqual([
      'limitMicros',
      'period',
      'userId',
    ]);
    const stranger = '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e';
    const ofStranger = { scope: 'user', userId: stranger, period: 'day', limitMicros: 1 };
    expect((await send('PUT', '/v1/budgets', ofStranger)).body).toMatchObject({
      errors: [{ path: 'userId', message: 'must be a user of this tenant' }],
    });
  });

  it('reports what was spent, as JSON and as a table', async () => {
    const range = 'from=2026-11-01&to=2026-11-30&groupBy=provider';
    expect((await get(`/v1/costs?${range}`)).body).toEqual({
      groupBy: 'provider',
      from: '2026-11-01',
      to: '2026-11-30',
      totalMicros: 0,
      items: [],
      nextCursor: null,
    });
    const csv = await fetch(`${api.url}/v1/costs.csv?${range}`, { headers: bearer(admin) });
    expect([csv.headers.get('content-type'), await csv.text()]).toEqual([
      'text/csv; charset=utf-8',
      'provider,purchases,spent_micros\r\n',
    ]);
    expect((await get('/v1/costs?from=2026-11-30&to=2026-11-01')).body).toMatchObject({
      errors: [{ path: 'to' }],
    });
  });

  it.each(['/v1/budgets', '/v1/price-lists'])('shows %s to nobody without the permission', async (path) => {
    expect((await get(path, user)).status).toBe(403);
  });
});
