import { Global, Module } from '@nestjs/common';
import { AuditModule } from '#libs/auth';
import { SpendingLedger } from '#libs/orchestration';
import { Budgets } from './application/budgets.js';
import { CostReports } from './application/cost-reports.js';
import { LedgerVerifier } from './application/ledger-verifier.js';
import { Ledger } from './application/ledger.js';
import { PriceBook } from './application/price-book.js';
import { PriceLists } from './application/price-lists.js';
import { PriceListStore } from './persistence/price-list-store.js';

const services = [PriceBook, PriceLists, Budgets, CostReports, LedgerVerifier];

/** Prices, budgets and the ledger. Needs the database. */
@Global()
@Module({
  imports: [AuditModule],
  providers: [PriceListStore, Ledger, { provide: SpendingLedger, useExisting: Ledger }, ...services],
  exports: [SpendingLedger, ...services],
})
export class CostsModule {}
