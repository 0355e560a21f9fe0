import { Injectable } from '@nestjs/common';
import { AuditLog, userActor } from '#libs/auth';
import { Database, type Sql } from '#libs/database';
import { AppError, type JsonObject } from '#libs/kernel';
import type { Actor } from '../domain/views.js';
import { LIST_QUOTAS, REMOVE_QUOTA, SET_QUOTA } from './persistence/quotas.sql.js';
import { QUOTA_RESOURCES, type Quota, type QuotaResource } from './quota.js';

/** How much a tenant may use. A job is counted by the statement that accepts it, so no number of requests at once gets past. */
@Injectable()
export class Quotas {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** All resources, with what is used of them. */
  list(tenantId: string): Promise<Quota[]> {
    return this.database.query<Quota>(LIST_QUOTAS, [tenantId, QUOTA_RESOURCES]);
  }

  /** Holds from the next job on; jobs that were accepted before go on. */
  set(resource: QuotaResource, limit: number, actor: Actor): Promise<void> {
    return this.database.transaction(async (sql) => {
      await sql.query(SET_QUOTA, [actor.tenantId, resource, limit, actor.userId]);
      await this.record(sql, actor, 'quota.set', resource, { limit });
    });
  }

  /** @throws AppError `quota.not_found` */
  remove(resource: QuotaResource, actor: Actor): Promise<void> {
    return this.database.transaction(async (sql) => {
      if ((await sql.query(REMOVE_QUOTA, [actor.tenantId, resource])).length === 0) {
        throw new AppError('quota.not_found', 'Nothing limits this yet', { class: 'input' });
      }
      await this.record(sql, actor, 'quota.removed', resource, {});
    });
  }

  private record(
    sql: Sql,
    { tenantId, userId }: Actor,
    action: string,
    id: QuotaResource,
    details: JsonObject,
  ): Promise<void> {
    const target = { type: 'quota', id };
    return this.audit.record(sql, { tenantId, actor: userActor(userId), action, target, details });
  }
}
