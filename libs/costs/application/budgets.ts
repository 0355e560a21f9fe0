import { Injectable } from '@nestjs/common';
import { AuditLog, userActor } from '#libs/auth';
import { Database, type Sql } from '#libs/database';
import { AppError, newId, ValidationError, type JsonObject } from '#libs/kernel';
import type { BudgetPeriod, BudgetScope } from '../domain/budget.js';
import { LIST_BUDGETS, REMOVE_BUDGET, SET_BUDGET } from '../persistence/budgets.sql.js';

export interface BudgetKey {
  scope: BudgetScope;
  /** For `user`: whose; null for every user who has none of their own. */
  userId: string | null;
  period: BudgetPeriod;
}

export interface BudgetView extends BudgetKey {
  limitMicros: number;
  /** In the present period; 0 for a budget that is meant for every user. */
  heldMicros: number;
  spentMicros: number;
  /** When it was used up to 80 % in this period. */
  alertedAt: Date | null;
  changedBy: string;
  changedAt: Date;
}

/** How much a tenant and its users may spend. Periods begin at midnight UTC. */
@Injectable()
export class Budgets {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  list(tenantId: string): Promise<BudgetView[]> {
    return this.database.query<BudgetView>(LIST_BUDGETS, [tenantId]);
  }

  /** Holds from the next purchase on; what is held already stays. @throws ValidationError for somebody who is no user of the tenant */
  async set(tenantId: string, key: BudgetKey, limitMicros: number, actor: string): Promise<void> {
    const { scope, userId, period } = key;
    const params = [newId(), tenantId, scope, userId, period, limitMicros, actor];
    return this.database.transaction(async (sql) => {
      const [budget] = await sql.query<{ id: string }>(SET_BUDGET, params);
      if (budget === undefined) {
        throw new ValidationError([{ path: 'userId', message: 'must be a user of this tenant' }]);
      }
      await this.record(
        sql,
        { tenantId, actor, action: 'budget.set', id: budget.id },
        { ...key, limitMicros },
      );
    });
  }

  /** @throws AppError `budget.not_found` */
  async remove(tenantId: string, key: BudgetKey, actor: string): Promise<void> {
    return this.database.transaction(async (sql) => {
      const params = [tenantId, key.scope, key.userId, key.period];
      const [removed] = await sql.query<{ id: string }>(REMOVE_BUDGET, params);
      if (removed === undefined) {
        throw new AppError('budget.not_found', 'There is no such budget', { class: 'input' });
      }
      await this.record(sql, { tenantId, actor, action: 'budget.removed', id: removed.id }, { ...key });
    });
  }

  private record(
    sql: Sql,
    { tenantId, actor, action, id }: { tenantId: string; actor: string; action: string; id: string },
    details: JsonObject,
  ): Promise<void> {
    const target = { type: 'budget', id };
    return this.audit.record(sql, { tenantId, actor: userActor(actor), action, target, details });
  }
}
