import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '#libs/auth';
import type { TransferableTable } from '#libs/database';
import { Background } from './application/background.js';
import { Exports } from './application/exports.js';
import { Exporter } from './application/exporter.js';
import { ImportControl, Imports } from './application/imports.js';
import { Importer } from './application/importer.js';
import { Rollback } from './application/rollback.js';
import { TransferTables } from './application/tables.js';
import { TransferWatch } from './application/transfer-watch.js';
import { Validator } from './application/validator.js';
import { DataTransferConfig } from './data-transfer.config.js';
import { ExportStore } from './persistence/export-store.js';
import { ImportStore } from './persistence/import-store.js';

const services = [
  Exporter,
  Exports,
  ExportStore,
  Importer,
  Imports,
  ImportControl,
  ImportStore,
  Rollback,
  Validator,
  Background,
];

/** Moving tenants between systems. Needs the database and the storage. */
@Module({})
export class DataTransferModule {
  /** @param tables what is carried, each table after those that its rows name */
  static forRoot(tables: readonly TransferableTable[]): DynamicModule {
    return {
      module: DataTransferModule,
      imports: [AuditModule],
      providers: [
        { provide: TransferTables, useFactory: () => new TransferTables(tables) },
        { provide: DataTransferConfig, useFactory: () => DataTransferConfig.fromEnv() },
        ...services,
        TransferWatch,
      ],
      exports: [TransferTables, ...services],
    };
  }
}
