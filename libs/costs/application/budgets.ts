import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { AppError, newId, ValidationError } from '#libs/kernel';
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
  constructor(private readonly database: Database) {}

  list(tenantId: string): Promise<BudgetView[]> {
    return this.database.query<BudgetView>(LIST_BUDGETS, [tenantId]);
  }

  /** Holds from the next purchase on; what is held already stays. @throws ValidationError for somebody who is no user of the tenant */
  async set(
    tenantId: string,
    { scope, userId, period }: BudgetKey,
    limitMicros: number,
    actor: string,
  ): Promise<void> {
    const params = [newId(), tenantId, scope, userId, period, limitMicros, actor];
    if ((await this.database.query(SET_BUDGET, params)).length > 0) return;
    throw new ValidationError([{ path: 'userId', message: 'must be a user of this tenant' }]);
  }

  /** @throws AppError `budget.not_found` */
  async remove(tenantId: string, { scope, userId, period }: BudgetKey): Promise<void> {
    const removed = await this.database.query(REMOVE_BUDGET, [tenantId, scope, userId, period]);
    if (removed.length > 0) return;
    throw new AppError('budget.not_found', 'There is no such budget', { class: 'input' });
  }
}
