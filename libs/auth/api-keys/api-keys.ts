import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { type ListQuery, readPage } from '#libs/filters';
import { newId, ValidationError } from '#libs/kernel';
import { AccessError } from '../access.errors.js';
import { type By, entryOf, type PageOf } from '../administration/by.js';
import { LOCK_USER, type UserWithRights } from '../administration/persistence/users.sql.js';
import { AuditLog } from '../audit/audit-log.js';
import { assertCovers, rights, rightsOf, within } from '../callers/rights.js';
import { ROLES, type Permission } from '../permissions.js';
import type { Principal, Rights } from '../principal.js';
import { newApiKey } from './api-key-format.js';
import {
  ADD_KEY,
  API_KEY_LIST,
  type ApiKeyRow,
  END_KEY_SOON,
  FIND_KEY,
  KEYS_IN_REACH,
  LOCK_KEY,
  REVOKE_KEY,
} from './persistence/api-keys.sql.js';

export interface NewApiKey {
  name: string;
  /** Whose it is; left out: the caller's own. */
  userId?: string;
  /** Left out: what the role SERVICE may, as far as the owner may. */
  permissions?: Permission[];
  anyJob: boolean;
  expiresAt: Date | null;
}

/** @property secret the whole key, which is stored nowhere: shown once */
export interface AddedApiKey {
  key: ApiKeyRow;
  secret: string;
}

/** The API keys of the caller, and of everybody in the tenant for who manages users. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Ended ones too. @throws ValidationError for a wrong filter or cursor */
  async list(caller: Principal, query: ListQuery): Promise<PageOf<ApiKeyRow>> {
    const inReach = { conditions: KEYS_IN_REACH, params: reachOf(caller) };
    const { rows, nextCursor } = await readPage<ApiKeyRow>(this.database, API_KEY_LIST, inReach, query);
    return { items: rows, nextCursor };
  }

  /** @throws AccessError `api_key.not_found` */
  async get(caller: Principal, id: string): Promise<ApiKeyRow> {
    return found(await this.database.query<ApiKeyRow>(FIND_KEY, [...reachOf(caller), id]));
  }

  /** @throws AccessError `auth.exceeds_own_rights`; ValidationError naming the field for an owner or permissions that can't be */
  add(by: By, wanted: NewApiKey): Promise<AddedApiKey> {
    return this.database.transaction(async (sql) => {
      const { caller } = by;
      const ownerId = wanted.userId ?? caller.userId;
      const owner = await ownerRights(sql, caller, ownerId);
      const given = rightsGiven(owner, wanted);
      assertCovers(caller, given, 'The key');
      const { key, prefix, hash } = newApiKey();
      const params = [newId(), caller.tenantId, ownerId, wanted.name, prefix, hash];
      const [added] = await sql.query<ApiKeyRow>(ADD_KEY, [
        ...params,
        [...given.permissions].sort(),
        given.anyJob,
        null,
        caller.userId,
        wanted.expiresAt,
      ]);
      const row = added as ApiKeyRow;
      await this.record(sql, by, 'api_key.created', row, { permissions: row.permissions, owner: ownerId });
      return { key: row, secret: key };
    });
  }

  /**
   * A new key in the place of one that goes on for a while, so that whoever uses it can change over.
   * @throws AccessError `api_key.not_found`, `api_key.ended`, `auth.exceeds_own_rights`
   */
  rotate(by: By, id: string, { overlapSeconds, expiresAt }: Rotation): Promise<AddedApiKey> {
    return this.database.transaction(async (sql) => {
      const old = await this.lockToChange(sql, by, id);
      if (!old.usable) throw new AccessError('api_key.ended', 'The key has ended already: make a new one');
      const { key, prefix, hash } = newApiKey();
      const params = [newId(), by.caller.tenantId, old.userId, old.name, prefix, hash];
      const [added] = await sql.query<ApiKeyRow>(ADD_KEY, [
        ...params,
        old.permissions,
        old.anyJob,
        old.id,
        by.caller.userId,
        expiresAt === undefined ? old.expiresAt : expiresAt,
      ]);
      await sql.query(END_KEY_SOON, [id, overlapSeconds]);
      const row = added as ApiKeyRow;
      await this.record(sql, by, 'api_key.rotated', old, { replacement: row.id, overlapSeconds });
      return { key: row, secret: key };
    });
  }

  /** For good, and at once. Revoking it again changes nothing. @throws AccessError `api_key.not_found`, `auth.exceeds_own_rights` */
  async revoke(by: By, id: string): Promise<void> {
    await this.database.transaction(async (sql) => {
      const key = await this.lockToChange(sql, by, id);
      const revoked = await sql.query(REVOKE_KEY, [id]);
      if (revoked.length > 0) await this.record(sql, by, 'api_key.revoked', key, {});
    });
  }

  private async lockToChange(sql: Sql, { caller }: By, id: string): Promise<ApiKeyRow> {
    const key = found(await sql.query<ApiKeyRow>(LOCK_KEY, [...reachOf(caller), id]));
    if (key.userId !== caller.userId) await ownerRights(sql, caller, key.userId);
    return key;
  }

  private record(
    sql: Sql,
    by: By,
    action: string,
    { id, prefix }: ApiKeyRow,
    details: Record<string, string | number | string[]>,
  ): Promise<void> {
    const target = { type: 'api_key', id };
    return this.audit.record(sql, entryOf(by, { action, target, details: { prefix, ...details } }));
  }
}

export interface Rotation {
  /** How long the old key still opens. 0: not at all. */
  overlapSeconds: number;
  /** Left out: as the old one. */
  expiresAt?: Date | null;
}

const reachOf = ({ tenantId, permissions, userId }: Principal): unknown[] => [
  tenantId,
  permissions.has('users:manage'),
  userId,
];

function found([key]: ApiKeyRow[]): ApiKeyRow {
  if (key === undefined) throw new AccessError('api_key.not_found', 'There is no API key with this id');
  return key;
}

/** Of somebody whom the caller may manage. */
async function ownerRights(sql: Sql, caller: Principal, ownerId: string): Promise<Rights> {
  if (ownerId === caller.userId) return caller;
  const managed = caller.permissions.has('users:manage');
  const [owner] = managed ? await sql.query<UserWithRights>(LOCK_USER, [caller.tenantId, ownerId]) : [];
  const theirs = owner && rightsOf(owner.role, owner);
  if (!theirs) {
    const message = managed ? 'must be a user of the tenant' : 'needs the permission users:manage';
    throw new ValidationError([{ path: 'userId', message }]);
  }
  assertCovers(caller, theirs, 'The owner');
  return theirs;
}

function rightsGiven(owner: Rights, { permissions, anyJob }: NewApiKey): Rights {
  if (anyJob && !owner.anyJob) {
    throw new ValidationError([{ path: 'anyJob', message: 'must be false: the owner sees own jobs only' }]);
  }
  if (permissions === undefined) return within(owner, rights(ROLES.SERVICE.permissions, anyJob));
  const missing = permissions.filter((permission) => !owner.permissions.has(permission));
  if (missing.length > 0) {
    const message = `must be among what the owner may; the owner lacks ${missing.join(', ')}`;
    throw new ValidationError([{ path: 'permissions', message }]);
  }
  return rights(permissions, anyJob);
}
