import { Global, Module } from '@nestjs/common';
import { SpendingLedger } from '#libs/orchestration';
import { LedgerVerifier } from './application/ledger-verifier.js';
import { Ledger } from './application/ledger.js';
import { PriceBook } from './application/price-book.js';

/** Prices, budgets and the ledger. Needs the database. */
@Global()
@Module({
  providers: [PriceBook, Ledger, LedgerVerifier, { provide: SpendingLedger, useExisting: Ledger }],
  exports: [PriceBook, SpendingLedger, LedgerVerifier],
})
export class CostsModule {}
