import { table } from '../jobs/table.js';

export interface ShownUser {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly disabledAt: string | null;
  readonly createdAt: string;
}

export const usersText = (users: readonly ShownUser[]): string =>
  table([
    ['ID', 'E-MAIL', 'ROLE', 'DISABLED', 'CREATED'],
    ...users.map(({ id, email, role, disabledAt, createdAt }) => [id, email, role, disabledAt, createdAt]),
  ]);

export interface ShownRole {
  readonly name: string;
  readonly builtIn: boolean;
  readonly anyJob: boolean;
  readonly users: number;
  readonly permissions: readonly string[];
}

export const rolesText = (roles: readonly ShownRole[]): string =>
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

export interface ShownKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly userId: string;
  readonly usable: boolean;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly permissions: readonly string[];
}

export const keysText = (keys: readonly ShownKey[]): string =>
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

export interface ShownTenant {
  readonly id: string;
  readonly name: string;
  readonly operator: boolean;
  readonly users: number;
  readonly suspendedAt: string | null;
  readonly createdAt: string;
}

export const tenantsText = (tenants: readonly ShownTenant[]): string =>
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
