import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '#libs/auth';
import type { TransferableTable } from '#libs/database';
import { Exporter } from './application/exporter.js';
import { Importer } from './application/importer.js';
import { Rollback } from './application/rollback.js';
import { TransferTables } from './application/tables.js';
import { Validator } from './application/validator.js';
import { ImportStore } from './persistence/import-store.js';

const services = [Exporter, Importer, Rollback, Validator, ImportStore];

/** Moving tenants between systems. Needs the database and the storage. */
@Module({})
export class DataTransferModule {
  /** @param tables what is carried, each table after those that its rows name */
  static forRoot(tables: readonly TransferableTable[]): DynamicModule {
    return {
      module: DataTransferModule,
      imports: [AuditModule],
      providers: [{ provide: TransferTables, useFactory: () => new TransferTables(tables) }, ...services],
      exports: [TransferTables, ...services],
    };
  }
}
