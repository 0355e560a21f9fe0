import { Injectable } from '@nestjs/common';
import { acrossTenants, Database } from '#libs/database';
import { isId } from '#libs/kernel';
import { AccessError } from '../access.errors.js';
import type { Principal } from '../principal.js';
import { CALLERS, KEYS, type KeyRow, type OwnerRow } from './persistence/callers.sql.js';
import { rightsOf, within } from './rights.js';
import { ShortLivedCache } from './short-lived-cache.js';

/** Less than the second within which every change counts, so that looking it up has time too. */
const LIFETIME_MS = 800;
const MAX_ENTRIES = 20_000;

/** A key as it stands, ended or not. */
export interface KnownKey {
  id: string;
  secretHash: Buffer;
  /** What its owner may do of what the key may; null where the owner's role is gone. */
  principal: Principal | null;
  suspended: boolean;
  ended: 'revoked' | 'expired' | null;
}

interface KnownUser {
  principal: Principal;
  suspended: boolean;
}

/**
 * Whoever calls, with their rights of this moment. Looked up at most every 0.8 s for each of them, and anew as soon as
 * PostgreSQL tells of a change (`AccessChanges`), so that neither costs requests a query.
 */
@Injectable()
export class Callers {
  private readonly users = new ShortLivedCache<KnownUser>({
    lifetimeMs: LIFETIME_MS,
    maxEntries: MAX_ENTRIES,
    load: (ids) => this.loadUsers(ids),
  });
  private readonly keys = new ShortLivedCache<KnownKey>({
    lifetimeMs: LIFETIME_MS,
    maxEntries: MAX_ENTRIES,
    load: (prefixes) => this.loadKeys(prefixes),
  });

  constructor(private readonly database: Database) {}

  /** Null for one who is unknown or disabled, or whose role is gone. @throws AccessError `auth.tenant_suspended` */
  async user(userId: string): Promise<Principal | null> {
    const known = isId(userId) ? await this.users.get(userId) : undefined;
    if (known === undefined) return null;
    if (known.suspended) throw tenantSuspended();
    return known.principal;
  }

  /** Undefined where there is no such key, or its owner may not call. */
  key(prefix: string): Promise<KnownKey | undefined> {
    return this.keys.get(prefix);
  }

  /** @param change 'user:<id>', 'key:<prefix>', 'tenant:<id>', or undefined where anything may have changed */
  forget(change: string | undefined): void {
    const [kind, id] = change?.split(':') ?? [];
    if (kind === 'key' && id !== undefined) return this.keys.forget(id);
    if (kind === 'user' && id !== undefined) this.users.forget(id);
    const concerned = (principal: Principal | null | undefined): boolean =>
      !principal || kind === undefined || principal[kind === 'user' ? 'userId' : 'tenantId'] === id;
    if (kind !== 'user') this.users.forgetWhere((known) => concerned(known?.principal));
    this.keys.forgetWhere((known) => concerned(known?.principal));
  }

  private async loadUsers(ids: string[]): Promise<Map<string, KnownUser>> {
    const rows = await acrossTenants(() => this.database.query<OwnerRow>(CALLERS, [ids]));
    const known = new Map<string, KnownUser>();
    for (const row of rows) {
      const principal = principalOf(row);
      if (principal !== null) known.set(row.userId, { principal, suspended: row.suspended });
    }
    return known;
  }

  private async loadKeys(prefixes: string[]): Promise<Map<string, KnownKey>> {
    const rows = await acrossTenants(() => this.database.query<KeyRow>(KEYS, [prefixes]));
    return new Map(rows.map((row) => [row.prefix, knownKey(row)]));
  }
}

function principalOf(row: OwnerRow): Principal | null {
  const rights = rightsOf(row.role, row);
  if (rights === null) return null;
  const { userId, tenantId, role, operator } = row;
  return { userId, tenantId, role, operator, ...rights };
}

function knownKey(row: KeyRow): KnownKey {
  const owner = principalOf(row);
  const given = rightsOf('', { permissions: row.keyPermissions, anyJob: row.keyAnyJob });
  return {
    id: row.keyId,
    secretHash: row.secretHash,
    principal: owner &&
      given && {
        ...owner,
        ...within(owner, given),
        role: 'SERVICE',
        apiKeyId: row.keyId,
        apiKeyPrefix: row.prefix,
      },
    suspended: row.suspended,
    ended: row.revokedAt !== null ? 'revoked' : row.expired ? 'expired' : null,
  };
}

export const tenantSuspended = () =>
  new AccessError('auth.tenant_suspended', 'The tenant is suspended: ask whoever operates this system');
