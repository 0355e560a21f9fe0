import { AccessError } from '../access.errors.js';
import { ALL_PERMISSIONS, isPermission, isRole, ROLES, type Permission } from '../permissions.js';
import type { Rights } from '../principal.js';

/** How a role stands in the database: null where the tenant has none of this name. */
export interface StoredRights {
  permissions: string[] | null;
  anyJob: boolean | null;
}

/** What a role allows; null for one that neither is built in nor the tenant's own. */
export function rightsOf(role: string, { permissions, anyJob }: StoredRights): Rights | null {
  if (isRole(role)) return { permissions: new Set(ROLES[role].permissions), anyJob: ROLES[role].anyJob };
  if (permissions === null) return null;
  return { permissions: new Set(permissions.filter(isPermission)), anyJob: anyJob === true };
}

/** What both allow: a key never exceeds its owner, whatever it was given. */
export function within(owner: Rights, key: Rights): Rights {
  return {
    permissions: new Set([...key.permissions].filter((permission) => owner.permissions.has(permission))),
    anyJob: owner.anyJob && key.anyJob,
  };
}

/**
 * Nobody gives more than they have, nor takes it from somebody who has more.
 * @throws AccessError `auth.exceeds_own_rights` naming what is missing
 */
export function assertCovers(own: Rights, given: Rights, what: string): void {
  const missing: string[] = ALL_PERMISSIONS.filter(
    (permission) => given.permissions.has(permission) && !own.permissions.has(permission),
  );
  if (given.anyJob && !own.anyJob) missing.push('the jobs of others');
  if (missing.length === 0) return;
  throw new AccessError('auth.exceeds_own_rights', `${what} has rights that you lack: ${missing.join(', ')}`);
}

export const rights = (permissions: readonly Permission[], anyJob: boolean): Rights => ({
  permissions: new Set(permissions),
  anyJob,
});
