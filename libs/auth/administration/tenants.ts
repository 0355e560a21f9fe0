import { Injectable } from '@nestjs/common';
import { acrossTenants, Database, type Sql } from '#libs/database';
import { type ListQuery, readPage } from '#libs/filters';
import { newId } from '#libs/kernel';
import { AccessError } from '../access.errors.js';
import { hashPassword, randomPassword } from '../sign-in/passwords/hashing.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuthError } from '../auth.errors.js';
import { type By, entryOf, type PageOf } from './by.js';
import {
  ADD_TENANT,
  CHANGE_TENANT,
  FIND_TENANT,
  LOCK_TENANT,
  TENANT_LIST,
  type TenantRow,
} from './persistence/tenants.sql.js';
import { ADD_USER } from './persistence/users.sql.js';

export interface AddedTenant {
  tenant: TenantRow;
  /** Its first administrator's; shown once. */
  password: string;
}

/** All tenants, for whoever operates the system. Each act stands in the operator's audit log and in the tenant's. */
@Injectable()
export class Tenants {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** @throws ValidationError for a wrong filter or cursor */
  async list(query: ListQuery): Promise<PageOf<TenantRow>> {
    const all = { conditions: ['TRUE'], params: [] };
    const { rows, nextCursor } = await acrossTenants(() =>
      readPage<TenantRow>(this.database, TENANT_LIST, all, query),
    );
    return { items: rows, nextCursor };
  }

  /** @throws AccessError `tenant.not_found` */
  async get(id: string): Promise<TenantRow> {
    return found(await acrossTenants(() => this.database.query<TenantRow>(FIND_TENANT, [id])));
  }

  /** With an administrator, who adds everybody else. @throws AuthError `auth.email_taken` */
  async add(by: By, { name, adminEmail }: { name: string; adminEmail: string }): Promise<AddedTenant> {
    const password = randomPassword();
    const passwordHash = await hashPassword(password);
    const id = newId();
    const tenant = await this.transaction(async (sql) => {
      await sql.query(ADD_TENANT, [id, name]);
      const admins = await sql.query(ADD_USER, [newId(), id, adminEmail, passwordHash, 'ADMIN']);
      if (admins.length === 0)
        throw new AuthError('auth.email_taken', 'There is a user with this e-mail address already');
      await this.record(sql, by, 'tenant.created', id, { name });
      return found(await sql.query<TenantRow>(FIND_TENANT, [id]));
    });
    return { tenant, password };
  }

  /** While it is suspended, nobody of it may call. @throws AccessError `tenant.not_found`, `tenant.is_operator` */
  change(by: By, id: string, change: { name?: string; suspended?: boolean }): Promise<TenantRow> {
    return this.transaction(async (sql) => {
      const present = found(await sql.query<TenantRow>(LOCK_TENANT, [id]));
      const { name = present.name, suspended = present.suspendedAt !== null } = change;
      if (suspended && present.operator) {
        throw new AccessError(
          'tenant.is_operator',
          'This tenant operates the system, so it can’t be suspended',
        );
      }
      await sql.query(CHANGE_TENANT, [id, name, suspended]);
      await this.record(sql, by, 'tenant.changed', id, { name, suspended });
      return found(await sql.query<TenantRow>(FIND_TENANT, [id]));
    });
  }

  /** The operator's own work reaches over the border that binds everybody else. */
  private transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return acrossTenants(() => this.database.transaction(work));
  }

  private async record(
    sql: Sql,
    by: By,
    action: string,
    id: string,
    details: Record<string, string | boolean>,
  ): Promise<void> {
    const act = { action, target: { type: 'tenant', id }, details };
    // In the order of the ids: two operators who change each other's tenants must not wait in a circle.
    for (const tenantId of [...new Set([id, by.caller.tenantId])].sort()) {
      await this.audit.record(sql, entryOf(by, { ...act, tenantId }));
    }
  }
}

function found([tenant]: TenantRow[]): TenantRow {
  if (tenant === undefined) throw new AccessError('tenant.not_found', 'There is no tenant with this id');
  return tenant;
}
