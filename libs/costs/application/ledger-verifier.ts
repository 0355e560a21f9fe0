import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { LEDGER_DIFFERENCES, PLAN_FOR_WHOLE_TABLES } from '../persistence/verification.sql.js';

export interface LedgerDifference {
  what: string;
  /** An effect, or a running total: scope, subject, period and its first day. */
  about: string;
  ledgerMicros: number;
  otherMicros: number;
}

/** Holds the ledger against the journal of purchases and the running totals. Reads only. */
@Injectable()
export class LedgerVerifier {
  constructor(private readonly database: Database) {}

  /** At most the first 1,000; none when the books agree. */
  differences(): Promise<LedgerDifference[]> {
    return this.database.transaction(async (sql) => {
      await sql.query(PLAN_FOR_WHOLE_TABLES);
      return sql.query<LedgerDifference>(LEDGER_DIFFERENCES);
    });
  }
}
