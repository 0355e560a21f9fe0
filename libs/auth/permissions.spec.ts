import { allows, isRole, PERMISSIONS, ROLES, type Permission } from './permissions.js';
import { scopeOf } from './principal.js';

const ids = { userId: 'u', tenantId: 't' };

describe('the permissions', () => {
  it('are the fourteen of the specification', () => {
    expect(Object.keys(PERMISSIONS)).toHaveLength(14);
  });

  it('are all an administrator’s', () => {
    const all = Object.keys(PERMISSIONS) as Permission[];
    expect(all.filter((permission) => !allows('ADMIN', permission))).toEqual([]);
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
    expect(allows(role, permission)).toBe(allowed);
  });

  it.each([
    ['ADMIN', true],
    ['VIEWER', true],
    ['USER', false],
    ['SERVICE', false],
  ] as const)('%s sees the jobs of others: %s', (role, any) => {
    expect(scopeOf({ ...ids, role })).toEqual({ ...ids, any });
  });

  it.each(['admin', 'toString', '__proto__', ''])('%j is no role', (name) => {
    expect(isRole(name)).toBe(false);
    expect(Object.keys(ROLES)).not.toContain(name);
  });
});
