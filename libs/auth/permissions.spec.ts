import { rightsOf } from './callers/rights.js';
import { ALL_PERMISSIONS, isRole, ROLES } from './permissions.js';
import { scopeOf } from './principal.js';

const ids = { userId: 'u', tenantId: 't' };
const builtIn = (role: string) => rightsOf(role, { permissions: null, anyJob: null })!;

describe('the permissions', () => {
  it('are the fourteen of the specification', () => {
    expect(ALL_PERMISSIONS).toHaveLength(14);
  });

  it('are all an administrator’s', () => {
    expect([...builtIn('ADMIN').permissions].sort()).toEqual([...ALL_PERMISSIONS].sort());
  });

  it.each([
    ['USER', 'jobs:create', true],
    ['USER', 'spend:approve', false],
    ['USER', 'users:manage', false],
    ['VIEWER', 'jobs:read', true],
    ['VIEWER', 'jobs:create', false],
    ['VIEWER', 'jobs:update', false],
    ['SERVICE', 'service:call', true],
    ['SERVICE', 'users:manage', false],
  ] as const)('%s: %s is %s', (role, permission, allowed) => {
    expect(builtIn(role).permissions.has(permission)).toBe(allowed);
  });

  it.each([
    ['ADMIN', true],
    ['VIEWER', true],
    ['USER', false],
    ['SERVICE', false],
  ] as const)('%s sees the jobs of others: %s', (role, any) => {
    expect(scopeOf({ ...ids, role, operator: false, ...builtIn(role) })).toEqual({ ...ids, any });
  });

  it.each(['admin', 'toString', '__proto__', ''])('%j is no role', (name) => {
    expect(isRole(name)).toBe(false);
    expect(Object.keys(ROLES)).not.toContain(name);
  });
});
