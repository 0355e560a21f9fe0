import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';

/** Needs the database. */
@Module({ providers: [AuditLog], exports: [AuditLog] })
export class AuditModule {}
