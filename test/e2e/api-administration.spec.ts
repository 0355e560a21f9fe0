import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, json, launch, end, startApi, TENANT_ID } from './api-process.js';

interface User {
  id: string;
  email: string;
  role: string;
  password: string | null;
}

interface ApiKey {
  id: string;
  key: string;
  prefix: string;
  permissions: string[];
  usable: boolean;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

const OTHER_TENANT = newId();

describe('administration', () => {
  let api: ApiProcess;
  /** Another API on the same database. */
  let second: Awaited<ReturnType<typeof launch>>;
  let admin: string;

  beforeAll(async () => {
    api = await startApi();
    second = await launch({ STORAGE_DIR: api.storageDir });
    admin = await api.tokenOf('ADMIN');
  });
  afterAll(async () => {
    if (second) await end(second.child, () => second.child.kill('SIGTERM'));
    await api?.stop();
  });

  const call = async <T = unknown>(method: string, path: string, as: string, body?: object) => {
    const init = body === undefined ? { headers: bearer(as) } : json(body, bearer(as));
    const response = await fetch(api.url + path, { ...init, method });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  };
  const problem = async (method: string, path: string, as: string, body?: object) => {
    const { status, body: answer } = await call<{ type: string; errors?: { path: string }[] }>(
      method,
      path,
      as,
      body,
    );
    return [
      status,
      answer?.type?.replace('/problems/', ''),
      ...(answer?.errors ?? []).map(({ path: field }) => field),
    ];
  };
  const addUser = async (role: string, as = admin) => {
    const { status, body } = await call<User>('POST', '/v1/users', as, {
      email: `${newId()}@example.org`,
      role,
    });
    expect(status).toBe(201);
    return body;
  };
  const addKey = async (as: string, wanted: object = {}) => {
    const { status, body } = await call<ApiKey>('POST', '/v1/api-keys', as, { name: 'test', ...wanted });
    expect(status).toBe(201);
    return body;
  };
  const jobs = async (as: string, url = api.url) =>
    (await fetch(`${url}/v1/jobs`, { headers: bearer(as) })).status;
  /** Milliseconds until both processes answer so, to somebody who calls all the time. */
  const untilBoth = async (as: string, status: number, path = '/v1/jobs') => {
    const from = performance.now();
    const answers = async (url: string) => {
      while ((await fetch(url + path, { headers: bearer(as) })).status !== status) {
        if (performance.now() - from > 10_000) throw new Error(`${url} never answered ${status}`);
      }
    };
    await Promise.all([answers(api.url), answers(second.url)]);
    return performance.now() - from;
  };

  describe('of users', () => {
    it('adds one who can sign in, lists and shows them', async () => {
      const user = await addUser('USER');
      const signedIn = await fetch(
        `${api.url}/v1/auth/login`,
        json({ email: user.email, password: user.password }),
      );
      expect(signedIn.status).toBe(200);
      expect((await call<User>('GET', `/v1/users/${user.id}`, admin)).body).toMatchObject({
        id: user.id,
        email: user.email,
        role: 'USER',
        disabledAt: null,
      });
      const { body } = await call<{ items: User[] }>('GET', '/v1/users?role=USER', admin);
      expect(body.items.map(({ id }) => id)).toContain(user.id);
      expect(JSON.stringify(body)).not.toContain('password');
    });

    it('names the field that can’t be so', async () => {
      expect(await problem('POST', '/v1/users', admin, { email: 'nonsense' })).toEqual([
        400,
        'input.invalid',
        'email',
      ]);
      expect(await problem('POST', '/v1/users', admin, { email: 'a@b.org', role: 'nobody' })).toEqual([
        400,
        'input.invalid',
        'role',
      ]);
      const { email } = await addUser('USER');
      expect(await problem('POST', '/v1/users', admin, { email: email.toUpperCase() })).toEqual([
        409,
        'auth.email_taken',
      ]);
    });

    it('disables one in all processes within a second, and lets them in again', async () => {
      const { id, email } = await api.addUser('USER');
      const token = await api.signIn(email);
      const { key } = await addKey(token);
      await untilBoth(token, 200);
      await untilBoth(key, 200);
      await call('PATCH', `/v1/users/${id}`, admin, { disabled: true });
      expect(await untilBoth(token, 401)).toBeLessThan(1_000);
      expect(await untilBoth(key, 401)).toBeLessThan(1_000);
      await call('PATCH', `/v1/users/${id}`, admin, { disabled: false });
      expect(await untilBoth(token, 200)).toBeLessThan(1_000);
    });

    it('does so when PostgreSQL’s word of it is lost', async () => {
      const { id, email } = await api.addUser('USER');
      const token = await api.signIn(email);
      await untilBoth(token, 200);
      await api.database.query('ALTER TABLE users DISABLE TRIGGER users_access_changed');
      try {
        await call('PATCH', `/v1/users/${id}`, admin, { disabled: true });
        expect(await untilBoth(token, 401)).toBeLessThan(1_000);
      } finally {
        await api.database.query('ALTER TABLE users ENABLE TRIGGER users_access_changed');
      }
    });

    it('gives and takes roles, and the token that is out goes by the new one', async () => {
      const { id, email } = await api.addUser('USER');
      const token = await api.signIn(email);
      expect(await problem('GET', '/v1/users', token)).toEqual([403, 'auth.forbidden']);
      await call('PUT', `/v1/users/${id}/role`, admin, { role: 'ADMIN' });
      expect(await untilBoth(token, 200, '/v1/users')).toBeLessThan(1_000);
      await call('PUT', `/v1/users/${id}/role`, admin, { role: 'VIEWER' });
      expect(await untilBoth(token, 403, '/v1/users')).toBeLessThan(1_000);
    });

    it('leaves a tenant its last administrator, however many want to go at once', async () => {
      const tenant = newId();
      const admins = await Promise.all([1, 2, 3].map(() => api.addUser('ADMIN', tenant)));
      const tokens = await Promise.all(admins.map(({ email }) => api.signIn(email)));
      const left = await Promise.all(
        admins.map(({ id }, index) =>
          index % 2 === 0
            ? problem('PATCH', `/v1/users/${id}`, tokens[index]!, { disabled: true })
            : problem('PUT', `/v1/users/${id}/role`, tokens[index]!, { role: 'USER' }),
        ),
      );
      expect(left.filter(([status]) => status === 200)).toHaveLength(2);
      expect(left.filter(([, type]) => type === 'user.last_admin')).toHaveLength(1);
    });
  });

  describe('of roles', () => {
    it('makes a role of the tenant’s own, which changes at once for whoever has it, and goes when nobody does', async () => {
      const name = `r-${newId()}`;
      const role = { name, permissions: ['jobs:read', 'users:manage'], anyJob: true };
      expect((await call('POST', '/v1/roles', admin, role)).status).toBe(201);
      expect(await problem('POST', '/v1/roles', admin, role)).toEqual([409, 'role.name_taken']);
      const user = await api.addUser(name);
      const token = await api.signIn(user.email);
      expect((await call('GET', '/v1/users', token)).status).toBe(200);
      expect(await problem('GET', '/v1/roles', token)).toEqual([403, 'auth.forbidden']);

      await call('PATCH', `/v1/roles/${name}`, admin, { permissions: ['jobs:read'] });
      expect(await untilBoth(token, 403, '/v1/users')).toBeLessThan(1_000);
      expect(await problem('DELETE', `/v1/roles/${name}`, admin)).toEqual([409, 'role.in_use']);
      await call('PUT', `/v1/users/${user.id}/role`, admin, { role: 'USER' });
      expect((await call('DELETE', `/v1/roles/${name}`, admin)).status).toBe(204);
      expect(await problem('GET', `/v1/roles/${name}`, admin)).toEqual([404, 'role.not_found']);
    });

    it('keeps the built-in ones as they are', async () => {
      const { body } = await call<{ items: { name: string; builtIn: boolean }[] }>('GET', '/v1/roles', admin);
      const builtIn = body.items.filter((role) => role.builtIn).map(({ name }) => name);
      expect(builtIn).toEqual(['ADMIN', 'USER', 'VIEWER', 'SERVICE']);
      expect(await problem('PATCH', '/v1/roles/ADMIN', admin, { permissions: [] })).toEqual([
        409,
        'role.built_in',
      ]);
      expect(await problem('POST', '/v1/roles', admin, { name: 'ADMIN', permissions: [] })).toEqual([
        400,
        'input.invalid',
        'name',
      ]);
    });

    it('lets nobody give more than they have, nor touch somebody who has more', async () => {
      const name = `m-${newId()}`;
      const permissions = ['users:manage', 'roles:manage', 'jobs:read'];
      await call('POST', '/v1/roles', admin, { name, permissions, anyJob: false });
      const manager = await api.addUser(name);
      const token = await api.signIn(manager.email);
      const above = [403, 'auth.exceeds_own_rights'];
      const wanted = { name: `n-${newId()}`, permissions: ['spend:approve'] };
      expect(await problem('POST', '/v1/roles', token, wanted)).toEqual(above);
      expect(
        await problem('POST', '/v1/roles', token, { ...wanted, permissions: ['jobs:read'], anyJob: true }),
      ).toEqual(above);
      expect(await problem('PATCH', `/v1/roles/${name}`, token, { permissions: ['audit:read'] })).toEqual(
        above,
      );
      expect(await problem('PUT', `/v1/users/${manager.id}/role`, token, { role: 'ADMIN' })).toEqual(above);
      expect(
        await problem('POST', '/v1/users', token, { email: `${newId()}@example.org`, role: 'ADMIN' }),
      ).toEqual(above);
      const boss = await api.addUser('ADMIN');
      expect(await problem('PATCH', `/v1/users/${boss.id}`, token, { disabled: true })).toEqual(above);
      expect((await call('POST', '/v1/roles', token, { ...wanted, permissions: ['jobs:read'] })).status).toBe(
        201,
      );
    });
  });

  describe('of API keys', () => {
    it('makes one that opens what it was given, and shows it once', async () => {
      const token = await api.tokenOf('USER');
      const made = await addKey(token, { permissions: ['jobs:read'] });
      expect(made.key).toMatch(/^aiprod_[0-9A-Za-z]{10}_[0-9A-Za-z]{49}$/);
      expect(await jobs(made.key)).toBe(200);
      const submit = { pipeline: 'video', input: { brief: 'A bakery opens at 7 with fresh bread.' } };
      expect(await problem('POST', '/v1/jobs', made.key, submit)).toEqual([403, 'auth.forbidden']);
      const stored = await api.database.query<object>('SELECT * FROM api_keys WHERE id = $1', [made.id]);
      expect(JSON.stringify(stored)).not.toContain(made.key.slice(18));
      const shown = await call('GET', `/v1/api-keys/${made.id}`, token);
      expect(JSON.stringify(shown)).not.toContain(made.key.slice(18));
      expect(api.log.join('\n')).not.toContain(made.key.slice(18));
    });

    it('tells a typo without a look at the database, and says nothing else of strangers’ keys', async () => {
      const { key } = await addKey(admin);
      const typo = key.slice(0, 25) + (key[25] === 'a' ? 'b' : 'a') + key.slice(26);
      const { status, body } = await call<{ detail: string }>('GET', '/v1/jobs', typo);
      expect(status).toBe(401);
      expect(body.detail).toContain('mistyped');
    });

    it('gives at most what its owner has, at any time', async () => {
      const { id, email } = await api.addUser('USER');
      const token = await api.signIn(email);
      expect(
        await problem('POST', '/v1/api-keys', token, { name: 'x', permissions: ['users:manage'] }),
      ).toEqual([400, 'input.invalid', 'permissions']);
      expect(await problem('POST', '/v1/api-keys', token, { name: 'x', anyJob: true })).toEqual([
        400,
        'input.invalid',
        'anyJob',
      ]);
      await call('PUT', `/v1/users/${id}/role`, admin, { role: 'ADMIN' });
      await untilBoth(token, 200, '/v1/users');
      const { key } = await addKey(token, { permissions: ['users:manage', 'jobs:read'] });
      expect((await call('GET', '/v1/users', key)).status).toBe(200);
      await call('PUT', `/v1/users/${id}/role`, admin, { role: 'USER' });
      expect(await untilBoth(key, 403, '/v1/users')).toBeLessThan(1_000);
      expect(await jobs(key)).toBe(200);
    });

    it('rotates one, so that both open for a while and then the new one alone', async () => {
      const token = await api.tokenOf('USER');
      const old = await addKey(token);
      const rotated = await call<ApiKey & { replaces: string }>(
        'POST',
        `/v1/api-keys/${old.id}/rotation`,
        token,
        { overlapSeconds: 3600 },
      );
      expect(rotated.body).toMatchObject({ replaces: old.id, permissions: old.permissions });
      expect([await jobs(old.key), await jobs(rotated.body.key)]).toEqual([200, 200]);
      const { body } = await call<ApiKey>('GET', `/v1/api-keys/${old.id}`, token);
      expect(Date.parse(body.expiresAt!)).toBeLessThan(Date.now() + 3_601_000);

      const next = await call<ApiKey>('POST', `/v1/api-keys/${rotated.body.id}/rotation`, token, {
        overlapSeconds: 0,
      });
      expect(await untilBoth(rotated.body.key, 401)).toBeLessThan(1_000);
      expect(await jobs(next.body.key)).toBe(200);
      expect(await problem('POST', `/v1/api-keys/${rotated.body.id}/rotation`, token, {})).toEqual([
        409,
        'api_key.ended',
      ]);
    });

    it('revokes one in all processes within a second', async () => {
      const token = await api.tokenOf('USER');
      const { id, key } = await addKey(token);
      await untilBoth(key, 200);
      expect((await call('DELETE', `/v1/api-keys/${id}`, token)).status).toBe(204);
      expect(await untilBoth(key, 401)).toBeLessThan(1_000);
    });

    it('is people’s work: no key makes, sees or revokes another', async () => {
      const { id, key } = await addKey(admin, { permissions: ['users:manage'] });
      expect(await problem('POST', '/v1/api-keys', key, { name: 'x' })).toEqual([403, 'auth.forbidden']);
      expect(await problem('DELETE', `/v1/api-keys/${id}`, key)).toEqual([403, 'auth.forbidden']);
    });

    it('shows each their own, and all of the tenant to who manages users', async () => {
      const [mine, other] = await Promise.all([api.tokenOf('USER'), api.tokenOf('USER')]);
      const { id } = await addKey(mine);
      const ids = async (as: string) =>
        (await call<{ items: ApiKey[] }>('GET', '/v1/api-keys', as)).body.items.map((key) => key.id);
      expect(await ids(mine)).toEqual([id]);
      expect(await ids(other)).toEqual([]);
      expect(await ids(admin)).toContain(id);
      expect(await problem('GET', `/v1/api-keys/${id}`, other)).toEqual([404, 'api_key.not_found']);
      expect((await call('DELETE', `/v1/api-keys/${id}`, admin)).status).toBe(204);
    });
  });

  describe('of tenants', () => {
    it('is the operator’s alone, and so is what concerns all tenants', async () => {
      const elsewhere = await api.tokenOf('ADMIN', OTHER_TENANT);
      for (const path of ['/v1/tenants', `/v1/tenants/${TENANT_ID}`, '/v1/admin/drain', '/v1/admin/limits']) {
        expect(await problem('GET', path, elsewhere)).toEqual([403, 'auth.forbidden']);
        expect((await call('GET', path, admin)).status).toBe(200);
      }
    });

    it('makes one with an administrator, who finds nothing of anybody else’s there', async () => {
      const adminEmail = `${newId()}@example.org`;
      const made = await call<{ id: string; admin: { password: string } }>('POST', '/v1/tenants', admin, {
        name: 'Bakery',
        adminEmail,
      });
      expect(made.status).toBe(201);
      const login = await fetch(
        `${api.url}/v1/auth/login`,
        json({ email: adminEmail, password: made.body.admin.password }),
      );
      const { accessToken } = (await login.json()) as { accessToken: string };
      const { body } = await call<{ items: User[] }>('GET', '/v1/users', accessToken);
      expect(body.items.map(({ email }) => email)).toEqual([adminEmail]);
      const mine = await addUser('USER');
      expect(await problem('GET', `/v1/users/${mine.id}`, accessToken)).toEqual([404, 'user.not_found']);
      expect(await problem('PATCH', `/v1/users/${mine.id}`, accessToken, { disabled: true })).toEqual([
        404,
        'user.not_found',
      ]);
    });

    it('suspends one in all processes within a second, and never the operator’s own', async () => {
      const tenant = newId();
      const token = await api.tokenOf('USER', tenant);
      const { key } = await addKey(token);
      await untilBoth(token, 200);
      await call('PATCH', `/v1/tenants/${tenant}`, admin, { suspended: true });
      expect(await untilBoth(token, 403)).toBeLessThan(1_000);
      expect(await problem('GET', '/v1/jobs', key)).toEqual([403, 'auth.tenant_suspended']);
      await call('PATCH', `/v1/tenants/${tenant}`, admin, { suspended: false });
      expect(await untilBoth(token, 200)).toBeLessThan(1_000);
      expect(await problem('PATCH', `/v1/tenants/${TENANT_ID}`, admin, { suspended: true })).toEqual([
        409,
        'tenant.is_operator',
      ]);
    });
  });

  it('stands in the audit log: who did what to whom', async () => {
    const { id } = await addUser('USER');
    await call('PATCH', `/v1/users/${id}`, admin, { disabled: true });
    const rows = await api.database.query<{ action: string; actor_type: string }>(
      'SELECT action, actor_type FROM audit_events WHERE target_id = $1 ORDER BY seq',
      [id],
    );
    expect(rows).toEqual([
      { action: 'user.created', actor_type: 'user' },
      { action: 'user.disabled', actor_type: 'user' },
    ]);
    const actions = await api.database.query<{ action: string }>('SELECT DISTINCT action FROM audit_events');
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'api_key.created',
        'api_key.revoked',
        'api_key.rotated',
        'role.changed',
        'role.created',
        'role.deleted',
        'tenant.changed',
        'tenant.created',
        'user.disabled',
        'user.enabled',
        'user.role_changed',
      ]),
    );
  });
});
