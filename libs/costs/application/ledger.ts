import { Injectable, Logger } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { countBudgetAlert } from '#libs/monitoring';
import { SpendingLedger } from '#libs/orchestration';
import { budgetExceeded, exceeds, reachesAlert, usedMicros, type BudgetState } from '../domain/budget.js';
import { BUDGETS_OF } from '../persistence/budgets.sql.js';
import { ALERT, HOLD, SETTLE } from '../persistence/ledger.sql.js';
import { PriceBook } from './price-book.js';

/** The double-entry ledger of paid calls: what is held before each, what it cost, and what was given back. */
@Injectable()
export class Ledger extends SpendingLedger {
  private readonly logger = new Logger(Ledger.name);

  constructor(
    private readonly prices: PriceBook,
    private readonly database: Database,
  ) {
    super();
  }

  override async hold(sql: Sql, effectId: string): Promise<void> {
    const budgets = await sql.query<BudgetState>(HOLD, [effectId, this.prices.version]);
    const exceeded = budgets.find(exceeds);
    if (exceeded !== undefined) throw budgetExceeded(exceeded);
    for (const budget of budgets.filter(reachesAlert)) await this.alert(sql, budget);
  }

  override async settle(sql: Sql, effectId: string): Promise<void> {
    await sql.query(SETTLE, [effectId, this.prices.version]);
  }

  override async assertRoom(
    { tenantId, userId }: { tenantId: string; userId: string },
    micros: number,
  ): Promise<void> {
    const budgets = await this.database.query<Omit<BudgetState, 'amountMicros'>>(BUDGETS_OF, [
      tenantId,
      userId,
    ]);
    const exceeded = budgets
      .map((budget) => ({ ...budget, heldMicros: budget.heldMicros + micros, amountMicros: micros }))
      .find(exceeds);
    if (exceeded !== undefined) throw budgetExceeded(exceeded);
  }

  private async alert(sql: Sql, budget: BudgetState): Promise<void> {
    const { tenantId, scope, subject, period, starts, limitMicros } = budget;
    const params = [tenantId, scope, subject, period, starts, limitMicros, usedMicros(budget)];
    if ((await sql.query(ALERT, params)).length === 0) return;
    countBudgetAlert(scope, period);
    this.logger.warn({ tenantId, scope, subject, period, limitMicros }, 'a budget is used up to 80 %');
  }
}
