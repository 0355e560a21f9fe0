import type { Sql } from '#libs/database';

/** Keeps the money of paid calls, within the journal's own transactions. Implemented by `libs/costs`. */
export abstract class SpendingLedger {
  /**
   * Reserves the estimate of an effect that this transaction has just recorded.
   * @throws AppError of class `budget` where a budget does not allow it; the caller's transaction must fail with it
   */
  abstract hold(sql: Sql, effectId: string): Promise<void>;
  /** Books what an effect has cost that this transaction has brought to its end, and releases the rest of what was held. */
  abstract settle(sql: Sql, effectId: string): Promise<void>;
  /**
   * Whether a job may be taken on that costs at least this much: a look, no reservation.
   * @throws AppError of class `budget` naming the budget that has no room for it
   */
  abstract assertRoom(who: { tenantId: string; userId: string }, micros: number): Promise<void>;
}
