import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { AccessError } from '../access.errors.js';
import { AuditLog } from '../audit/audit-log.js';
import { assertCovers, rights, rightsOf } from '../callers/rights.js';
import { isRole, ROLES, type Permission, type Role } from '../permissions.js';
import type { Principal } from '../principal.js';
import { type By, entryOf } from './by.js';
import {
  ADD_ROLE,
  CHANGE_ROLE,
  COUNT_ROLES,
  DELETE_ROLE,
  FIND_ROLE,
  LIST_ROLES,
  LOCK_ROLE,
  type RoleRow,
} from './persistence/roles.sql.js';

export interface RoleView extends RoleRow {
  builtIn: boolean;
}

export interface RoleDefinition {
  description: string;
  permissions: Permission[];
  anyJob: boolean;
}

/** The roles of the caller's tenant: four that are built in, and its own. */
@Injectable()
export class Roles {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async list({ tenantId }: Principal): Promise<RoleView[]> {
    const counts = await this.counts(tenantId);
    const own = await this.database.query<RoleRow>(LIST_ROLES, [tenantId]);
    return [
      ...(Object.keys(ROLES) as Role[]).map((name) => builtIn(name, counts)),
      ...own.map((role) => ({ ...role, builtIn: false })),
    ];
  }

  /** @throws AccessError `role.not_found` */
  async get({ tenantId }: Principal, name: string): Promise<RoleView> {
    if (isRole(name)) return builtIn(name, await this.counts(tenantId));
    const [role] = await this.database.query<RoleRow>(FIND_ROLE, [tenantId, name]);
    if (role === undefined) throw notFound();
    return { ...role, builtIn: false };
  }

  /** @throws AccessError `role.name_taken`, `auth.exceeds_own_rights` */
  add(by: By, name: string, definition: RoleDefinition): Promise<RoleView> {
    return this.database.transaction(async (sql) => {
      assertMayDefine(by.caller, definition);
      const [added] = await sql.query<RoleRow>(ADD_ROLE, rowOf(by.caller, name, definition));
      if (!added)
        throw new AccessError(
          'role.name_taken',
          'The tenant has a role of this name already; change that one',
        );
      await this.record(sql, by, 'role.created', name, definition);
      return { ...added, builtIn: false };
    });
  }

  /** Holds at once for everybody who has it. @throws AccessError `role.not_found`, `role.built_in`, `auth.exceeds_own_rights` */
  change(by: By, name: string, change: Partial<RoleDefinition>): Promise<RoleView> {
    return this.database.transaction(async (sql) => {
      const { description, anyJob, permissions } = await lockToChange(sql, by.caller, name);
      const present = { description, anyJob, permissions: permissions as Permission[] };
      const definition = { ...present, ...change };
      assertMayDefine(by.caller, definition);
      const [changed] = await sql.query<RoleRow>(CHANGE_ROLE, rowOf(by.caller, name, definition));
      await this.record(sql, by, 'role.changed', name, definition);
      return { ...(changed as RoleRow), builtIn: false };
    });
  }

  /** @throws AccessError `role.not_found`, `role.built_in`, `role.in_use`, `auth.exceeds_own_rights` */
  async remove(by: By, name: string): Promise<void> {
    await this.database.transaction(async (sql) => {
      await lockToChange(sql, by.caller, name);
      // Read after the lock was got: whoever gave the role before it has committed.
      const [role] = await sql.query<RoleRow>(FIND_ROLE, [by.caller.tenantId, name]);
      if (role !== undefined && role.users > 0) {
        throw new AccessError(
          'role.in_use',
          `${role.users} of the tenant’s users have this role: give them another one first`,
        );
      }
      await sql.query(DELETE_ROLE, [by.caller.tenantId, name]);
      await this.record(sql, by, 'role.deleted', name);
    });
  }

  private async counts(tenantId: string): Promise<Map<string, number>> {
    const rows = await this.database.query<{ name: string; users: number }>(COUNT_ROLES, [tenantId]);
    return new Map(rows.map(({ name, users }) => [name, users]));
  }

  private record(sql: Sql, by: By, action: string, name: string, details?: RoleDefinition): Promise<void> {
    const target = { type: 'role', id: name };
    return this.audit.record(sql, entryOf(by, { action, target, details: details && { ...details } }));
  }
}

const notFound = () => new AccessError('role.not_found', 'The tenant has no role of this name');

const builtIn = (name: Role, counts: ReadonlyMap<string, number>): RoleView => ({
  name,
  ...ROLES[name],
  permissions: [...ROLES[name].permissions],
  users: counts.get(name) ?? 0,
  builtIn: true,
});

const rowOf = ({ tenantId }: Principal, name: string, definition: RoleDefinition): unknown[] => [
  tenantId,
  name,
  definition.description,
  [...new Set(definition.permissions)].sort(),
  definition.anyJob,
];

const assertMayDefine = (caller: Principal, { permissions, anyJob }: RoleDefinition): void =>
  assertCovers(caller, rights(permissions, anyJob), 'The role');

async function lockToChange(sql: Sql, caller: Principal, name: string): Promise<RoleRow> {
  if (isRole(name))
    throw new AccessError('role.built_in', 'Built-in roles never change; make one of your own');
  const [role] = await sql.query<RoleRow>(LOCK_ROLE, [caller.tenantId, name]);
  if (role === undefined) throw notFound();
  const present = rightsOf(name, role);
  if (present !== null) assertCovers(caller, present, 'The role');
  return role;
}
