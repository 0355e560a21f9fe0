import { newId } from '#libs/kernel';
import { type ApiProcess, json, TENANT_ID } from './api-process.js';
import { describeQuotas } from './quotas.js';
import { TwoApis, type User } from './two-apis.js';

const OTHER_TENANT = newId();

describe('administration', () => {
  let apis: TwoApis;
  let api: ApiProcess;
  let admin: string;

  beforeAll(async () => {
    apis = await TwoApis.start();
    ({ api, admin } = apis);
  });
  afterAll(() => apis?.stop());

  describe('of users', () => {
    it('adds one who can sign in, lists and shows them', async () => {
      const user = await apis.addUser('USER');
      const signedIn = await fetch(
        `${api.url}/v1/auth/login`,
        json({ email: user.email, password: user.password }),
      );
      expect(signedIn.status).toBe(200);
      expect((await apis.call<User>('GET', `/v1/users/${user.id}`, admin)).body).toMatchObject({
        id: user.id,
        email: user.email,
        role: 'USER',
        disabledAt: null,
      });
      const { body } = await apis.call<{ items: User[] }>('GET', '/v1/users?role=USER', admin);
      expect(body.items.map(({ id }) => id)).toContain(user.id);
      expect(JSON.stringify(body)).not.toContain('password');
    });

    it('names the field that can’t be so', async () => {
      expect(await apis.problem('POST', '/v1/users', admin, { email: 'nonsense' })).toEqual([
        400,
        'input.invalid',
        'email',
      ]);
      expect(await apis.problem('POST', '/v1/users', admin, { email: 'a@b.org', role: 'nobody' })).toEqual([
        400,
        'input.invalid',
        'role',
      ]);
      const { email } = await apis.addUser('USER');
      expect(await apis.problem('POST', '/v1/users', admin, { email: email.toUpperCase() })).toEqual([
        409,
        'auth.email_taken',
      ]);
    });

    it('disables one in all processes, and lets them in again, but none of their sessions', async () => {
      const { id, email } = await api.addUser('USER');
      const token = await api.signIn(email);
      const { key } = await apis.addKey(token);
      await apis.untilBoth(token, 200);
      await apis.untilBoth(key, 200);
      await apis.call('PATCH', `/v1/users/${id}`, admin, { disabled: true });
      await apis.untilBoth(token, 401);
      await apis.untilBoth(key, 401);
      await apis.call('PATCH', `/v1/users/${id}`, admin, { disabled: false });
      await apis.untilBoth(key, 200);
      await apis.untilBoth(await api.signIn(email), 200);
      await apis.untilBoth(token, 401);
      const ended = await api.database.query(
        "SELECT FROM sessions WHERE user_id = $1 AND end_reason = 'disabled'",
        [id],
      );
      expect(ended).toHaveLength(1);
    });

    it('does so when PostgreSQL’s word of it is lost', async () => {
      const { id, email } = await api.addUser('USER');
      const token = await api.signIn(email);
      await apis.untilBoth(token, 200);
      await api.database.query('ALTER TABLE users DISABLE TRIGGER users_access_changed');
      try {
        await apis.call('PATCH', `/v1/users/${id}`, admin, { disabled: true });
        await apis.untilBoth(token, 401);
      } finally {
        await api.database.query('ALTER TABLE users ENABLE TRIGGER users_access_changed');
      }
    });

    it('gives and takes roles, and the token that is out goes by the new one', async () => {
      const { id, email } = await api.addUser('USER');
      const token = await api.signIn(email);
      expect(await apis.problem('GET', '/v1/users', token)).toEqual([403, 'auth.forbidden']);
      await apis.call('PUT', `/v1/users/${id}/role`, admin, { role: 'ADMIN' });
      await apis.untilBoth(token, 200, '/v1/users');
      await apis.call('PUT', `/v1/users/${id}/role`, admin, { role: 'VIEWER' });
      await apis.untilBoth(token, 403, '/v1/users');
    });

    it('shows where a user is signed in and ends it, in all processes', async () => {
      const { id, email } = await api.addUser('USER');
      const [kept, ended] = [await api.signIn(email), await api.signIn(email)];
      await Promise.all([kept, ended].map((token) => apis.untilBoth(token, 200)));
      const sessions = `/v1/users/${id}/sessions`;
      const { body } = await apis.call<{ items: { id: string; kind: string }[] }>('GET', sessions, admin);
      expect(body.items).toEqual([1, 2].map(() => expect.objectContaining({ kind: 'token' }) as object));
      expect(JSON.stringify(body)).not.toMatch(/hash|secret/i);

      const [latest] = body.items;
      expect((await apis.call('DELETE', `${sessions}/${latest!.id}`, admin)).status).toBe(204);
      await apis.untilBoth(ended, 401);
      await apis.untilBoth(kept, 200);
      expect(await apis.problem('DELETE', `${sessions}/${latest!.id}`, admin)).toEqual([
        404,
        'auth.session_not_found',
      ]);
      expect((await apis.call('DELETE', sessions, admin)).body).toEqual({ ended: 1 });
      await apis.untilBoth(kept, 401);
      const audited = await api.database.query<{ action: string }>(
        "SELECT action FROM audit_events WHERE target_id = $1 AND action = 'user.sessions_ended'",
        [id],
      );
      expect(audited).toHaveLength(2);
    });

    it('leaves a tenant its last administrator, however many want to go at once', async () => {
      const tenant = newId();
      const admins = await Promise.all([1, 2, 3].map(() => api.addUser('ADMIN', tenant)));
      const tokens = await Promise.all(admins.map(({ email }) => api.signIn(email)));
      const left = await Promise.all(
        admins.map(({ id }, index) =>
          index % 2 === 0
            ? apis.problem('PATCH', `/v1/users/${id}`, tokens[index]!, { disabled: true })
            : apis.problem('PUT', `/v1/users/${id}/role`, tokens[index]!, { role: 'USER' }),
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
      expect((await apis.call('POST', '/v1/roles', admin, role)).status).toBe(201);
      expect(await apis.problem('POST', '/v1/roles', admin, role)).toEqual([409, 'role.name_taken']);
      const user = await api.addUser(name);
      const token = await api.signIn(user.email);
      expect((await apis.call('GET', '/v1/users', token)).status).toBe(200);
      expect(await apis.problem('GET', '/v1/roles', token)).toEqual([403, 'auth.forbidden']);

      await apis.call('PATCH', `/v1/roles/${name}`, admin, { permissions: ['jobs:read'] });
      await apis.untilBoth(token, 403, '/v1/users');
      expect(await apis.problem('DELETE', `/v1/roles/${name}`, admin)).toEqual([409, 'role.in_use']);
      await apis.call('PUT', `/v1/users/${user.id}/role`, admin, { role: 'USER' });
      expect((await apis.call('DELETE', `/v1/roles/${name}`, admin)).status).toBe(204);
      expect(await apis.problem('GET', `/v1/roles/${name}`, admin)).toEqual([404, 'role.not_found']);
    });

    it('keeps the built-in ones as they are', async () => {
      const { body } = await apis.call<{ items: { name: string; builtIn: boolean }[] }>(
        'GET',
        '/v1/roles',
        admin,
      );
      const builtIn = body.items.filter((role) => role.builtIn).map(({ name }) => name);
      expect(builtIn).toEqual(['ADMIN', 'USER', 'VIEWER', 'SERVICE']);
      expect(await apis.problem('PATCH', '/v1/roles/ADMIN', admin, { permissions: [] })).toEqual([
        409,
        'role.built_in',
      ]);
      expect(await apis.problem('POST', '/v1/roles', admin, { name: 'ADMIN', permissions: [] })).toEqual([
        400,
        'input.invalid',
        'name',
      ]);
    });

    it('lets nobody give more than they have, nor touch somebody who has more', async () => {
      const name = `m-${newId()}`;
      const permissions = ['users:manage', 'roles:manage', 'jobs:read'];
      await apis.call('POST', '/v1/roles', admin, { name, permissions, anyJob: false });
      const manager = await api.addUser(name);
      const token = await api.signIn(manager.email);
      const above = [403, 'auth.exceeds_own_rights'];
      const wanted = { name: `n-${newId()}`, permissions: ['spend:approve'] };
      expect(await apis.problem('POST', '/v1/roles', token, wanted)).toEqual(above);
      expect(
        await apis.problem('POST', '/v1/roles', token, {
          ...wanted,
          permissions: ['jobs:read'],
          anyJob: true,
        }),
      ).toEqual(above);
      expect(
        await apis.problem('PATCH', `/v1/roles/${name}`, token, { permissions: ['audit:read'] }),
      ).toEqual(above);
      expect(await apis.problem('PUT', `/v1/users/${manager.id}/role`, token, { role: 'ADMIN' })).toEqual(
        above,
      );
      expect(
        await apis.problem('POST', '/v1/users', token, { email: `${newId()}@example.org`, role: 'ADMIN' }),
      ).toEqual(above);
      const boss = await api.addUser('ADMIN');
      expect(await apis.problem('PATCH', `/v1/users/${boss.id}`, token, { disabled: true })).toEqual(above);
      expect(
        (await apis.call('POST', '/v1/roles', token, { ...wanted, permissions: ['jobs:read'] })).status,
      ).toBe(201);
    });
  });

  describe('of quotas', () => describeQuotas(() => apis));

  describe('of tenants', () => {
    it('is the operator’s alone, and so is what concerns all tenants', async () => {
      const elsewhere = await api.tokenOf('ADMIN', OTHER_TENANT);
      for (const path of ['/v1/tenants', `/v1/tenants/${TENANT_ID}`, '/v1/admin/drain', '/v1/admin/limits']) {
        expect(await apis.problem('GET', path, elsewhere)).toEqual([403, 'auth.forbidden']);
        expect((await apis.call('GET', path, admin)).status).toBe(200);
      }
    });

    it('makes one with an administrator, who finds nothing of anybody else’s there', async () => {
      const adminEmail = `${newId()}@example.org`;
      const made = await apis.call<{ id: string; admin: { password: string } }>(
        'POST',
        '/v1/tenants',
        admin,
        {
          name: 'Bakery',
          adminEmail,
        },
      );
      expect(made.status).toBe(201);
      const login = await fetch(
        `${api.url}/v1/auth/login`,
        json({ email: adminEmail, password: made.body.admin.password }),
      );
      const { accessToken } = (await login.json()) as { accessToken: string };
      const { body } = await apis.call<{ items: User[] }>('GET', '/v1/users', accessToken);
      expect(body.items.map(({ email }) => email)).toEqual([adminEmail]);

      const filter = `name = Bakery AND users = 1 AND suspended = false AND id in (${made.body.id}, ${TENANT_ID})`;
      const path = `/v1/tenants?${new URLSearchParams({ filter, sort: '-name' })}`;
      const { body: found } = await apis.call<{ items: { id: string }[] }>('GET', path, admin);
      expect(found.items.map(({ id }) => id)).toEqual([made.body.id]);
      const mine = await apis.addUser('USER');
      expect(await apis.problem('GET', `/v1/users/${mine.id}`, accessToken)).toEqual([404, 'user.not_found']);
      expect(await apis.problem('PATCH', `/v1/users/${mine.id}`, accessToken, { disabled: true })).toEqual([
        404,
        'user.not_found',
      ]);
    });

    it('suspends one in all processes within a second, and never the operator’s own', async () => {
      const tenant = newId();
      const token = await api.tokenOf('USER', tenant);
      const { key } = await apis.addKey(token);
      await apis.untilBoth(token, 200);
      await apis.call('PATCH', `/v1/tenants/${tenant}`, admin, { suspended: true });
      await apis.untilBoth(token, 403);
      expect(await apis.problem('GET', '/v1/jobs', key)).toEqual([403, 'auth.tenant_suspended']);
      await apis.call('PATCH', `/v1/tenants/${tenant}`, admin, { suspended: false });
      await apis.untilBoth(token, 200);
      expect(await apis.problem('PATCH', `/v1/tenants/${TENANT_ID}`, admin, { suspended: true })).toEqual([
        409,
        'tenant.is_operator',
      ]);
    });
  });

  it('stands in the audit log: who did what to whom', async () => {
    const { id } = await apis.addUser('USER');
    await apis.call('PATCH', `/v1/users/${id}`, admin, { disabled: true });
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
