import { Controller, Get, Module } from '@nestjs/common';
import {
  type Access,
  ALL_PERMISSIONS,
  type Permission,
  RequireOperator,
  RequirePermission,
  RequireSession,
  ROLES,
} from '#libs/auth';
import { newId } from '#libs/kernel';
import { type AppUnderTest, type RouteUnderTest, startApp } from './app-under-test.js';

/** A route for every permission, also for those that no other route asks for. */
@Controller('probe')
class ProbeController {
  @Get('session')
  @RequireSession()
  session() {
    return {};
  }

  @Get('operator')
  @RequireOperator('jobs:read')
  operator() {
    return {};
  }
}
for (const permission of ALL_PERMISSIONS) {
  const answer = { value: () => ({}), writable: true, configurable: true };
  Object.defineProperty(ProbeController.prototype, permission, answer);
  const descriptor = Object.getOwnPropertyDescriptor(ProbeController.prototype, permission)!;
  Get(permission.replace(':', '-'))(ProbeController.prototype, permission, descriptor);
  RequirePermission(permission)(ProbeController.prototype, permission, descriptor);
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

interface Caller {
  name: string;
  /** What every closed route answers, where it is not a question of rights. */
  always?: 'auth.unauthenticated' | 'auth.tenant_suspended';
  permissions: readonly Permission[];
  operator: boolean;
  isPerson: boolean;
  token(): Promise<string | null> | string | null;
}

/** What the guard has to answer; null where it lets the caller in. */
function expected(access: Access, caller: Caller): string | null {
  if ('public' in access) return null;
  if (caller.always) return caller.always;
  if ('session' in access) return caller.isPerson ? null : 'auth.forbidden';
  const allowed = caller.permissions.includes(access.permission) && (!access.operator || caller.operator);
  return allowed ? null : 'auth.forbidden';
}

const OF_THE_GUARD = new Set([
  'auth.unauthenticated',
  'auth.forbidden',
  'auth.tenant_suspended',
  'auth.session_required',
]);
const REFUSED_ALIKE: Record<string, string> = { 'auth.session_required': 'auth.forbidden' };

describe('every route, for every kind of caller', () => {
  let app: AppUnderTest;
  const callers: Caller[] = [];
  /** Signing out is a route too: on those for people about their own account, each call has a session of its own. */
  const ownSession = ({ access }: RouteUnderTest, { isPerson, always }: Caller) =>
    'session' in access && isPerson && !always;

  beforeAll(async () => {
    app = await startApp({ module: ProbeModule });
    const tenant = await app.addTenant({ operator: true });
    await addPeople(tenant);
    await addKeys(tenant);
  }, 120_000);
  afterAll(() => app?.stop());

  const person = async (name: string, tenantId: string, role: string, rights: Partial<Caller> = {}) => {
    const { id, email } = await app.addUser(tenantId, role);
    const token = await app.signIn(email);
    const builtIn = ROLES[role as keyof typeof ROLES];
    callers.push({
      name,
      permissions: builtIn?.permissions ?? [],
      operator: false,
      isPerson: true,
      token: () => token,
      ...rights,
    });
    return { id, email, token };
  };

  async function addPeople(tenant: string): Promise<void> {
    callers.push({ name: 'anonymous', always: 'auth.unauthenticated', ...nobody, token: () => null });
    for (const role of Object.keys(ROLES)) await person(role, tenant, role, { operator: true });
    const elsewhere = await app.addTenant({});
    await person('ADMIN of another tenant', elsewhere, 'ADMIN');

    const addRole =
      'INSERT INTO roles (tenant_id, name, description, permissions, any_job) VALUES ($1, $2, $3, $4, false)';
    for (const permission of ALL_PERMISSIONS) {
      const name = permission.replace(':', '-');
      await app.database.query(addRole, [tenant, name, '', [permission]]);
      await person(`the custom role of ${permission}`, tenant, name, {
        permissions: [permission],
        operator: true,
      });
    }
    const disabled = await person('a disabled ADMIN', tenant, 'ADMIN', { always: 'auth.unauthenticated' });
    await app.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.id]);
    const roleless = await person('of a role that is gone', tenant, 'ADMIN', {
      always: 'auth.unauthenticated',
    });
    await app.database.query("UPDATE users SET role = 'gone' WHERE id = $1", [roleless.id]);
    const suspended = await app.addTenant({});
    await person('ADMIN of a suspended tenant', suspended, 'ADMIN', { always: 'auth.tenant_suspended' });
    await app.database.query('UPDATE tenants SET suspended_at = now() WHERE id = $1', [suspended]);
  }

  async function addKeys(tenant: string): Promise<void> {
    const { email } = await app.addUser(tenant, 'ADMIN');
    const owner = await app.signIn(email);
    const make = async (permissions: readonly Permission[]) => {
      const { body } = await app.ask('POST', '/v1/api-keys', owner, { name: 'test', permissions });
      return body as { id: string; key: string };
    };
    const add = (name: string, key: string, rights: Partial<Caller>) =>
      callers.push({ name, permissions: [], operator: true, isPerson: false, token: () => key, ...rights });

    for (const permission of ALL_PERMISSIONS) {
      const { key } = await make([permission]);
      add(`a key of ${permission}`, key, { permissions: [permission] });
    }
    const revoked = await make(ALL_PERMISSIONS);
    await app.ask('DELETE', `/v1/api-keys/${revoked.id}`, owner);
    add('a revoked key', revoked.key, { always: 'auth.unauthenticated' });
    const expired = await make(ALL_PERMISSIONS);
    await app.database.query("UPDATE api_keys SET expires_at = now() - interval '1 s' WHERE id = $1", [
      expired.id,
    ]);
    add('an expired key', expired.key, { always: 'auth.unauthenticated' });
    add('a mistyped key', `${revoked.key.slice(0, -1)}!`, { always: 'auth.unauthenticated' });
  }

  it('has as many routes and kinds of callers as it should', () => {
    expect(app.routes.length).toBeGreaterThan(60);
    expect(callers).toHaveLength(1 + 4 + 1 + 14 + 3 + 14 + 3);
  });

  it('answers as the route declares, in every cell', async () => {
    const wrong: unknown[] = [];
    for (const route of app.routes) {
      const path = route.path.replace(/:\w+/g, newId());
      for (const caller of callers) {
        const token = ownSession(route, caller) ? await freshToken(caller) : await caller.token();
        const { problem } = await app.ask(route.method, path, token);
        const answered =
          problem !== null && OF_THE_GUARD.has(problem) ? (REFUSED_ALIKE[problem] ?? problem) : null;
        const wanted = expected(route.access, caller);
        if (answered !== wanted)
          wrong.push([`${route.method} ${route.path}`, caller.name, { answered, wanted }]);
      }
    }
    expect(wrong).toEqual([]);
  }, 300_000);

  it('allows and denies each permission to somebody', () => {
    const permitted = app.routes.flatMap(({ access }) => ('permission' in access ? [access] : []));
    for (const permission of ALL_PERMISSIONS) {
      const cells = permitted
        .filter((access) => access.permission === permission)
        .flatMap((access) => callers.map((caller) => expected(access, caller)));
      expect(cells).toContain(null);
      expect(cells).toContain('auth.forbidden');
    }
  });

  /** A sign-in of a new user with the same role: the route may end the session, or change the account. */
  const freshToken = async (caller: Caller): Promise<string | null> => {
    const token = await caller.token();
    const [, claims] = token?.split('.') ?? [];
    const { sub } = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as { sub: string };
    const [user] = await app.database.query<{ tenantId: string; role: string }>(
      'SELECT tenant_id AS "tenantId", role FROM users WHERE id = $1',
      [sub],
    );
    return app.signIn((await app.addUser(user!.tenantId, user!.role)).email);
  };
});

const nobody = { permissions: [], operator: false, isPerson: false } as const;
