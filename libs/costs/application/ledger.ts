import { Injectable, Logger } from '@nestjs/common';
import type { Sql } from '#libs/database';
import { SpendingLedger } from '#libs/orchestration';
import { budgetExceeded, exceeds, reachesAlert, usedMicros, type BudgetState } from '../domain/budget.js';
import { ALERT, HOLD, SETTLE } from '../persistence/ledger.sql.js';
import { PriceBook } from './price-book.js';

/** The double-entry ledger of paid calls: what is held before each, what it cost, and what was given back. */
@Injectable()
export class Ledger extends SpendingLedger {
  private readonly logger = new Logger(Ledger.name);

  constructor(private readonly prices: PriceBook) {
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

  private async alert(sql: Sql, budget: BudgetState): Promise<void> {
    const { tenantId, scope, subject, period, starts, limitMicros } = budget;
    const params = [tenantId, scope, subject, period, starts, limitMicros, usedMicros(budget)];
    if ((await sql.query(ALERT, params)).length === 0) return;
    this.logger.warn({ tenantId, scope, subject, period, limitMicros }, 'a budget is used up to 80 %');
  }
}
