import type { ApiKey, Role, Settings, Tenant, User, UserSession } from '#client';
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

export const sessionsText = (sessions: readonly UserSession[]): string =>
  table([
    ['ID', 'KIND', 'DEVICE', 'ADDRESS', 'LAST USED', 'EXPIRES'],
    ...sessions.map((one) => [one.id, one.kind, one.device, one.address, one.lastUsedAt, one.expiresAt]),
  ]);

const NONE = 'none';

/** Every setting in a line: what it is, what it is set to, and what is used of it. */
export function settingsText(settings: Settings): string {
  const { quotas, budgets, approvalThreshold, providerKeys, identityProviders } = settings;
  return table([
    ['SETTING', 'VALUE', 'USED'],
    ...quotas.map(({ resource, limit, used }) => [`quota ${resource}`, limit ?? NONE, used]),
    ...budgets.map((budget) => [
      ['budget', budget.scope, budget.userId, budget.period].filter(Boolean).join(' '),
      budget.limitMicros,
      budget.spentMicros + budget.heldMicros,
    ]),
    ['approval-threshold', approvalThreshold.aboveMicros ?? 'as the presets say', null],
    ['provider keys', providerKeys.map(({ provider }) => provider).join(' ') || NONE, null],
    ['identity providers', identityProviders.map(({ name }) => name).join(' ') || NONE, null],
  ]);
}
