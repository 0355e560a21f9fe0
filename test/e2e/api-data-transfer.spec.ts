import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, json, startApi, until } from './api-process.js';

const BUDGET = { scope: 'tenant', period: 'day', limitMicros: 5_000_000 };

type Answer = Record<string, unknown> & { id: string; state: string };

describe('moving a tenant over HTTP', () => {
  let api: ApiProcess;
  let admin: string;

  beforeAll(async () => {
    api = await startApi({ DATA_IMPORT_MAX_BYTES: '2000000' });
    admin = await api.tokenOf('ADMIN');
    await fetch(`${api.url}/v1/budgets`, { ...json(BUDGET, bearer(admin)), method: 'PUT' });
  });
  afterAll(() => api?.stop());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(api.url + path, { headers: { ...bearer(admin), ...headers } });
  const post = (path: string, body: object = {}) => fetch(api.url + path, json(body, bearer(admin)));
  const upload = (content: Uint8Array, query = '', type = 'application/x-tar') =>
    fetch(`${api.url}/v1/imports${query}`, {
      method: 'POST',
      headers: { ...bearer(admin), 'content-type': type },
      body: content,
    });
  const ended = async (response: Response): Promise<Answer> => {
    expect(response.status).toBe(202);
    const place = response.headers.get('location')!;
    let found!: Answer;
    await until(async () => {
      found = (await (await get(place)).json()) as Answer;
      return !['running', 'importing'].includes(found.state) || found.error !== null;
    });
    return found;
  };
  const archiveOf = async ({ id }: Answer) =>
    new Uint8Array(await (await get(`/v1/exports/${id}/archive`)).arrayBuffer());
  const tenants = () => api.database.query('SELECT id FROM tenants ORDER BY id');

  it('exports, downloads whole or in part, imports as a copy, and takes it back', async () => {
    const before = await tenants();
    const made = await ended(await post('/v1/exports'));
    expect(made).toMatchObject({ state: 'complete', error: null });
    const whole = await archiveOf(made);
    expect(whole.length).toBe(made.size);
    const part = await get(`/v1/exports/${made.id}/archive`, { range: 'bytes=100-199' });
    expect(part.status).toBe(206);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(whole.slice(100, 200));

    const [byUpload, byReference] = [newId(), newId()];
    const uploaded = await ended(await upload(whole, `?targetTenantId=${byUpload}&tagAddresses=true`));
    expect(uploaded).toMatchObject({ state: 'complete', targetTenantId: byUpload });
    const referred = await ended(
      await post(`/v1/exports/${made.id}/imports`, { targetTenantId: byReference, tagAddresses: true }),
    );
    expect(referred).toMatchObject({ state: 'complete', rowsDone: uploaded.rowsDone });
    expect(await tenants()).toHaveLength(before.length + 2);
    const budgets = await api.database.query('SELECT limit_micros FROM budgets WHERE tenant_id = $1', [
      byUpload,
    ]);
    expect(budgets).toEqual([{ limit_micros: BUDGET.limitMicros }]);

    for (const { id } of [uploaded, referred]) {
      const undone = await post(`/v1/imports/${id}/rollback`);
      expect(await undone.json()).toMatchObject({ state: 'rolled_back' });
    }
    expect(await tenants()).toEqual(before);
    expect(((await (await get('/v1/imports')).json()) as { items: unknown[] }).items).toHaveLength(2);
    const { items } = (await (await get('/v1/audit?action=data')).json()) as { items: { action: string }[] };
    expect(items.map(({ action }) => action).sort()).toEqual([
      'data.exported',
      ...Array(2).fill('data.import_requested'),
      ...Array(2).fill('data.import_rolled_back'),
    ]);
  });

  it('refuses what is damaged, too large, no archive, or a tenant that is there already', async () => {
    const imports = async () => (await get('/v1/imports')).json();
    const before = [await imports(), await tenants()];
    const whole = await archiveOf(await ended(await post('/v1/exports')));
    const altered = whole.slice();
    altered[700]! ^= 1;
    const refusals: [Response, number, string][] = [
      [await upload(altered), 400, 'transfer.archive_damaged'],
      [await upload(whole.slice(0, -512)), 400, 'transfer.archive_damaged'],
      [await upload(new Uint8Array(3_000_000)), 413, 'transfer.too_large'],
      [await upload(whole), 409, 'import.tenant_exists'],
      [await upload(whole, `?targetTenantId=${newId()}`), 400, 'input.invalid'],
      [await upload(Buffer.from('{}'), '', 'application/json'), 415, 'http.unsupported_media_type'],
      [await upload(whole, '?targetTenantId=x'), 400, 'input.invalid'],
    ];
    for (const [response, status, code] of refusals) {
      const problem = (await response.json()) as { type: string };
      expect([response.status, problem.type]).toEqual([status, `/problems/${code}`]);
    }
    expect([await imports(), await tenants()]).toEqual(before);
  });

  it('is for those who manage settings, each their own tenant', async () => {
    const made = await ended(await post('/v1/exports'));
    const user = await api.tokenOf('USER');
    expect((await fetch(`${api.url}/v1/exports`, json({}, bearer(user)))).status).toBe(403);
    const other = await api.tokenOf('ADMIN', newId());
    for (const path of [`/v1/exports/${made.id}`, `/v1/exports/${made.id}/archive`]) {
      expect((await fetch(api.url + path, { headers: bearer(other) })).status).toBe(404);
    }
    expect((await get(`/v1/exports/${newId()}`)).status).toBe(404);
    expect((await post(`/v1/imports/${newId()}/rollback`)).status).toBe(404);
  });
});
