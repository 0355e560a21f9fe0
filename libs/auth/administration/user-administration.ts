import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { type ListQuery, readPage } from '#libs/filters';
import { newId, ValidationError } from '#libs/kernel';
import { AccessError } from '../access.errors.js';
import { hashPassword, randomPassword } from '../sign-in/passwords/hashing.js';
import { deleteTotp } from '../sign-in/persistence/factors.sql.js';
import { endSessionsOf } from '../sign-in/persistence/sessions.sql.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthError } from '../auth.errors.js';
import { assertCovers, rightsOf } from '../callers/rights.js';
import { isRole } from '../permissions.js';
import type { Principal, Rights } from '../principal.js';
import { type By, entryOf, type PageOf } from './by.js';
import { HOLD_ROLE, type RoleRow } from './persistence/roles.sql.js';
import {
  ADD_USER,
  FIND_USER,
  LOCK_ADMINISTRATION,
  LOCK_USER,
  OTHER_ADMINS,
  SET_DISABLED,
  SET_ROLE,
  USER_LIST,
  type UserRow,
  type UserWithRights,
} from './persistence/users.sql.js';

export interface NewUser {
  email: string;
  role: string;
}

export interface AddedUser {
  user: UserRow;
  /** Shown once; null for a service, which signs in with API keys alone. */
  password: string | null;
}

/** What only its holder may give without being able to define roles: a user's plain rights. */
const FREE_ROLE = 'USER';

/** The users of the caller's tenant. Each act stands in the audit log, in the same transaction. */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** By default the newest first. @throws ValidationError for a wrong filter or cursor */
  async list(
    { tenantId }: Principal,
    { role = null, ...query }: ListQuery & { role?: string | null },
  ): Promise<PageOf<UserRow>> {
    const ofTenant = {
      conditions: ['u.tenant_id = $1', '($2::text IS NULL OR u.role = $2)'],
      params: [tenantId, role],
    };
    const { rows, nextCursor } = await readPage<UserRow>(this.database, USER_LIST, ofTenant, query);
    return { items: rows, nextCursor };
  }

  /** @throws AccessError `user.not_found` */
  async get({ tenantId }: Principal, id: string): Promise<UserRow> {
    const [user] = await this.database.query<UserRow>(FIND_USER, [tenantId, id]);
    if (user === undefined) throw notFound();
    return user;
  }

  /** @throws AuthError `auth.email_taken`, `auth.forbidden`; AccessError `auth.exceeds_own_rights`; ValidationError for an unknown role */
  async add(by: By, { email, role }: NewUser): Promise<AddedUser> {
    if (role !== FREE_ROLE) assertMayGiveRoles(by.caller);
    const password = randomPassword();
    const passwordHash = await hashPassword(password);
    const user = await this.database.transaction(async (sql) => {
      assertCovers(by.caller, await rightsToGive(sql, by.caller.tenantId, role), `The role ${role}`);
      const params = [newId(), by.caller.tenantId, email, passwordHash, role];
      const [added] = await sql.query<UserRow>(ADD_USER, params);
      if (!added) throw new AuthError('auth.email_taken', 'There is a user with this e-mail address already');
      await this.record(sql, by, 'user.created', added.id, { role });
      return added;
    });
    return { user, password: role === 'SERVICE' ? null : password };
  }

  /** @throws AccessError `user.not_found`, `user.last_admin`, `auth.exceeds_own_rights`; ValidationError for an unknown role */
  giveRole(by: By, id: string, role: string): Promise<UserRow> {
    return this.database.transaction(async (sql) => {
      const user = await lockToChange(sql, by.caller, id);
      assertCovers(by.caller, await rightsToGive(sql, by.caller.tenantId, role), `The role ${role}`);
      if (role !== 'ADMIN') await assertNotLastAdmin(sql, by.caller.tenantId, user);
      const [changed] = await sql.query<UserRow>(SET_ROLE, [id, role]);
      await this.record(sql, by, 'user.role_changed', id, { from: user.role, to: role });
      return changed as UserRow;
    });
  }

  /**
   * Disabling ends the user's sessions for good: who is let in again signs in again.
   * @throws AccessError `user.not_found`, `user.last_admin`, `auth.exceeds_own_rights`
   */
  setDisabled(by: By, id: string, disabled: boolean): Promise<UserRow> {
    return this.database.transaction(async (sql) => {
      const user = await lockToChange(sql, by.caller, id);
      if (disabled) await assertNotLastAdmin(sql, by.caller.tenantId, user);
      const [changed] = await sql.query<UserRow>(SET_DISABLED, [id, disabled]);
      if (disabled) {
        const ended = await endSessionsOf(sql, id, { reason: 'disabled' });
        await this.record(sql, by, 'user.disabled', id, { sessionsEnded: ended.length });
      } else await this.record(sql, by, 'user.enabled', id, {});
      return changed as UserRow;
    });
  }

  /**
   * For who has lost both the authenticator and the recovery codes: the next sign-in asks for the password alone. Ends the user's
   * sessions, since whoever asked for this may be somebody else.
   * @throws AccessError `user.not_found`, `auth.exceeds_own_rights`; AuthError `auth.mfa_not_enabled`, `auth.forbidden` for one's own
   */
  async resetMfa(by: By, id: string): Promise<void> {
    await this.database.transaction(async (sql) => {
      await lockToChange(sql, by.caller, id);
      if (id === by.caller.userId) {
        // Else an open session would be enough to take it away.
        throw new AuthError(
          'auth.forbidden',
          'Disable your own second factor with your password and a code, or let another administrator reset it',
        );
      }
      if ((await deleteTotp(sql, id)).length === 0) {
        throw new AuthError('auth.mfa_not_enabled', 'The user has no second factor');
      }
      const ended = await endSessionsOf(sql, id, { reason: 'ended' });
      await this.record(sql, by, 'user.mfa_reset', id, { sessionsEnded: ended.length });
    });
  }

  private record(
    sql: Sql,
    by: By,
    action: string,
    id: string,
    details: Record<string, string | number>,
  ): Promise<void> {
    return this.audit.record(sql, entryOf(by, { action, target: { type: 'user', id }, details }));
  }
}

const notFound = () => new AccessError('user.not_found', 'There is no user with this id');

function assertMayGiveRoles({ permissions }: Principal): void {
  if (permissions.has('roles:manage')) return;
  throw new AuthError(
    'auth.forbidden',
    `Giving another role than ${FREE_ROLE} needs the permission roles:manage`,
  );
}

/** The rights of a role that somebody is about to get; it stays until they have it. */
async function rightsToGive(sql: Sql, tenantId: string, role: string): Promise<Rights> {
  const [own] = isRole(role) ? [] : await sql.query<RoleRow>(HOLD_ROLE, [tenantId, role]);
  const rights = rightsOf(role, { permissions: own?.permissions ?? null, anyJob: own?.anyJob ?? null });
  if (rights !== null) return rights;
  throw new ValidationError([
    { path: 'role', message: 'must be ADMIN, USER, VIEWER, SERVICE or a role of the tenant' },
  ]);
}

/** Nobody changes what belongs to somebody with more rights. @throws AccessError `user.not_found`, `auth.exceeds_own_rights` */
export async function lockToChange(sql: Sql, caller: Principal, id: string): Promise<UserRow> {
  await sql.query(LOCK_ADMINISTRATION, [caller.tenantId]);
  const [user] = await sql.query<UserWithRights>(LOCK_USER, [caller.tenantId, id]);
  if (user === undefined) throw notFound();
  const theirs = rightsOf(user.role, user);
  if (theirs !== null) assertCovers(caller, theirs, 'The user');
  return user;
}

async function assertNotLastAdmin(sql: Sql, tenantId: string, user: UserRow): Promise<void> {
  if (user.role !== 'ADMIN' || user.disabledAt !== null) return;
  const [others] = await sql.query<{ n: number }>(OTHER_ADMINS, [tenantId, user.id]);
  if (others !== undefined && others.n > 0) return;
  throw new AccessError('user.last_admin', 'This is the tenant’s last administrator: make another one first');
}
