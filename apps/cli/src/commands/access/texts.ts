import type { ApiKey, Role, Tenant, User } from '#client';
import { table } from '../jobs/table.js';

export const usersText = (users: readonly User[]): string =>
  table([
    ['ID', 'E-MAIL', 'ROLE', 'DISABLED', 'CREATED'],
    ...users.map(({ id, email, role, disabledAt, createdAt }) => [id, email, role, disabledAt, createdAt]),
  ]);

export const rolesText = (roles: readonly Role[]): string =>
  table([
    ['NAME', 'KIND', 'JOBS', 'USERS', 'PERMISSIONS'],
    ...roles.map(({ name, builtIn, anyJob, users, permissions }) => [
      name,
      builtIn ? 'built in' : 'own',
      anyJob ? 'all' : 'own',
      users,
      permissions.join(' '),
    ]),
  ]);

export const keysText = (keys: readonly ApiKey[]): string =>
  table([
    ['ID', 'PREFIX', 'NAME', 'USER', 'STATUS', 'EXPIRES', 'LAST USED', 'PERMISSIONS'],
    ...keys.map((key) => [
      key.id,
      key.prefix,
      key.name,
      key.userId,
      key.usable ? 'usable' : 'ended',
      key.expiresAt,
      key.lastUsedAt,
      key.permissions.join(' '),
    ]),
  ]);

export const tenantsText = (tenants: readonly Tenant[]): string =>
  table([
    ['ID', 'NAME', 'OPERATOR', 'USERS', 'SUSPENDED', 'CREATED'],
    ...tenants.map(({ id, name, operator, users, suspendedAt, createdAt }) => [
      id,
      name,
      operator ? 'yes' : 'no',
      users,
      suspendedAt,
      createdAt,
    ]),
  ]);
