import { type ApiProcess, bearer, json, startApi } from './api-process.js';

const SCHEDULE = {
  name: 'Weekday offer',
  cron: '0 7 * * 1-5',
  timezone: 'Europe/Lisbon',
  pipeline: 'video',
  input: { brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!' },
};

describe('the schedules of the API', () => {
  let api: ApiProcess;
  let token: string;

  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenOf('USER');
  });
  afterAll(() => api?.stop());

  const create = (body: object, as = token) => fetch(`${api.url}/v1/schedules`, json(body, bearer(as)));

  it('can be made, seen, listed, changed and deleted', async () => {
    const created = await create(SCHEDULE);
    expect(created.status).toBe(201);
    const path = created.headers.get('location') as string;
    const shown = await (await fetch(api.url + path, { headers: bearer(token) })).json();
    expect(shown).toMatchObject({ ...SCHEDULE, priority: 5, enabled: true, lastRuns: [] });
    expect((shown as { nextTicks: string[] }).nextTicks).toHaveLength(5);

    const listed = await (await fetch(`${api.url}/v1/schedules`, { headers: bearer(token) })).json();
    expect(listed).toMatchObject({ items: [{ name: SCHEDULE.name }], nextCursor: null });

    const off = await fetch(api.url + path, { ...json({ enabled: false }, bearer(token)), method: 'PATCH' });
    expect([off.status, await off.json()]).toMatchObject([
      200,
      { enabled: false, nextAt: null, nextTicks: [] },
    ]);

    expect((await create(SCHEDULE)).status).toBe(409);
    const gone = await fetch(api.url + path, { method: 'DELETE', headers: bearer(token) });
    expect(gone.status).toBe(204);
    expect((await fetch(api.url + path, { headers: bearer(token) })).status).toBe(404);
  });

  it('are refused with every wrong field named', async () => {
    const response = await create({
      ...SCHEDULE,
      cron: '7 o’clock',
      timezone: 'Lisbon',
      input: { brief: '' },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [
        { path: 'timezone', message: expect.stringContaining('Europe/Lisbon') },
        { path: 'cron', message: expect.stringContaining('0 7 * * 1-5') },
        { path: 'input.brief' },
      ],
    });
  });

  it('are made by those who may submit jobs', async () => {
    expect((await create(SCHEDULE, await api.tokenOf('VIEWER'))).status).toBe(403);
  });
});
