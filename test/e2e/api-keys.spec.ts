import { type ApiProcess, bearer } from './api-process.js';
import { type ApiKey, TwoApis } from './two-apis.js';

describe('API keys', () => {
  let apis: TwoApis;
  let api: ApiProcess;
  let admin: string;

  beforeAll(async () => {
    apis = await TwoApis.start();
    ({ api, admin } = apis);
  });
  afterAll(() => apis?.stop());

  const jobs = async (as: string) => (await fetch(`${api.url}/v1/jobs`, { headers: bearer(as) })).status;

  it('makes one that opens what it was given, and shows it once', async () => {
    const token = await api.tokenOf('USER');
    const made = await apis.addKey(token, { permissions: ['jobs:read'] });
    expect(made.key).toMatch(/^aiprod_[0-9A-Za-z]{10}_[0-9A-Za-z]{49}$/);
    expect(await jobs(made.key)).toBe(200);
    const submit = { pipeline: 'video', input: { brief: 'A bakery opens at 7 with fresh bread.' } };
    expect(await apis.problem('POST', '/v1/jobs', made.key, submit)).toEqual([403, 'auth.forbidden']);
    const stored = await api.database.query<object>('SELECT * FROM api_keys WHERE id = $1', [made.id]);
    expect(JSON.stringify(stored)).not.toContain(made.key.slice(18));
    const shown = await apis.call('GET', `/v1/api-keys/${made.id}`, token);
    expect(JSON.stringify(shown)).not.toContain(made.key.slice(18));
    expect(api.log.join('\n')).not.toContain(made.key.slice(18));
  });

  it('tells a typo without a look at the database, and says nothing else of strangers’ keys', async () => {
    const { key } = await apis.addKey(admin);
    const typo = key.slice(0, 25) + (key[25] === 'a' ? 'b' : 'a') + key.slice(26);
    const { status, body } = await apis.call<{ detail: string }>('GET', '/v1/jobs', typo);
    expect(status).toBe(401);
    expect(body.detail).toContain('mistyped');
  });

  it('gives at most what its owner has, at any time', async () => {
    const { id, email } = await api.addUser('USER');
    const token = await api.signIn(email);
    expect(
      await apis.problem('POST', '/v1/api-keys', token, { name: 'x', permissions: ['users:manage'] }),
    ).toEqual([400, 'input.invalid', 'permissions']);
    expect(await apis.problem('POST', '/v1/api-keys', token, { name: 'x', anyJob: true })).toEqual([
      400,
      'input.invalid',
      'anyJob',
    ]);
    await apis.call('PUT', `/v1/users/${id}/role`, admin, { role: 'ADMIN' });
    await apis.untilBoth(token, 200, '/v1/users');
    const { key } = await apis.addKey(token, { permissions: ['users:manage', 'jobs:read'] });
    expect((await apis.call('GET', '/v1/users', key)).status).toBe(200);
    await apis.call('PUT', `/v1/users/${id}/role`, admin, { role: 'USER' });
    await apis.untilBoth(key, 403, '/v1/users');
    expect(await jobs(key)).toBe(200);
  });

  it('rotates one, so that both open for a while and then the new one alone', async () => {
    const token = await api.tokenOf('USER');
    const old = await apis.addKey(token);
    const rotated = await apis.call<ApiKey & { replaces: string }>(
      'POST',
      `/v1/api-keys/${old.id}/rotation`,
      token,
      { overlapSeconds: 3600 },
    );
    expect(rotated.body).toMatchObject({ replaces: old.id, permissions: old.permissions });
    expect([await jobs(old.key), await jobs(rotated.body.key)]).toEqual([200, 200]);
    const { body } = await apis.call<ApiKey>('GET', `/v1/api-keys/${old.id}`, token);
    expect(Date.parse(body.expiresAt!)).toBeLessThan(Date.now() + 3_601_000);

    const next = await apis.call<ApiKey>('POST', `/v1/api-keys/${rotated.body.id}/rotation`, token, {
      overlapSeconds: 0,
    });
    await apis.untilBoth(rotated.body.key, 401);
    expect(await jobs(next.body.key)).toBe(200);
    expect(await apis.problem('POST', `/v1/api-keys/${rotated.body.id}/rotation`, token, {})).toEqual([
      409,
      'api_key.ended',
    ]);
  });

  it('revokes one in all processes within a second', async () => {
    const token = await api.tokenOf('USER');
    const { id, key } = await apis.addKey(token);
    await apis.untilBoth(key, 200);
    expect((await apis.call('DELETE', `/v1/api-keys/${id}`, token)).status).toBe(204);
    await apis.untilBoth(key, 401);
  });

  it('is people’s work: no key makes, sees or revokes another', async () => {
    const { id, key } = await apis.addKey(admin, { permissions: ['users:manage'] });
    expect(await apis.problem('POST', '/v1/api-keys', key, { name: 'x' })).toEqual([403, 'auth.forbidden']);
    expect(await apis.problem('DELETE', `/v1/api-keys/${id}`, key)).toEqual([403, 'auth.forbidden']);
  });

  it('shows each their own, and all of the tenant to who manages users', async () => {
    const [mine, other] = await Promise.all([api.tokenOf('USER'), api.tokenOf('USER')]);
    const { id } = await apis.addKey(mine);
    const ids = async (as: string) =>
      (await apis.call<{ items: ApiKey[] }>('GET', '/v1/api-keys', as)).body.items.map((key) => key.id);
    expect(await ids(mine)).toEqual([id]);
    expect(await ids(other)).toEqual([]);
    expect(await ids(admin)).toContain(id);
    expect(await apis.problem('GET', `/v1/api-keys/${id}`, other)).toEqual([404, 'api_key.not_found']);
    expect((await apis.call('DELETE', `/v1/api-keys/${id}`, admin)).status).toBe(204);
  });

  it('stand in the audit log, made, rotated and revoked', async () => {
    const token = await api.tokenOf('USER');
    const { id } = await apis.addKey(token);
    await apis.call('POST', `/v1/api-keys/${id}/rotation`, token, {});
    await apis.call('DELETE', `/v1/api-keys/${id}`, token);
    const rows = await api.database.query<{ action: string }>(
      'SELECT action FROM audit_events WHERE target_id = $1 ORDER BY seq',
      [id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'api_key.created',
      'api_key.rotated',
      'api_key.revoked',
    ]);
  });

  it('tell when they were last used, beside the requests and once a minute', async () => {
    const token = await api.tokenOf('USER');
    const { id, key } = await apis.addKey(token);
    const lastUsed = async () =>
      (await apis.call<ApiKey>('GET', `/v1/api-keys/${id}`, token)).body.lastUsedAt;
    expect(await lastUsed()).toBeNull();
    await jobs(key);
    const from = Date.now();
    let first: string | null = null;
    while (first === null && Date.now() - from < 20_000) first = await lastUsed();
    expect(first).not.toBeNull();
    for (let i = 0; i < 20; i++) await jobs(key);
    expect(await lastUsed()).toBe(first);
  });
});
