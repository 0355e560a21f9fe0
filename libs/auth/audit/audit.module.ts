import { Module } from '@nestjs/common';
import { AnchorTimer } from './application/anchor-timer.js';
import { AuditAnchors } from './application/audit-anchors.js';
import { AuditEvents } from './application/audit-events.js';
import { AuditVerifier } from './application/audit-verifier.js';
import { AuditLog } from './audit-log.js';
import { AuditConfig } from './audit.config.js';
import { AuditStore } from './persistence/audit-store.js';

const services = [AuditLog, AuditEvents, AuditAnchors, AuditVerifier];

/** Recording and reading the audit log. Needs the database. */
@Module({
  providers: [{ provide: AuditConfig, useFactory: () => AuditConfig.fromEnv() }, AuditStore, ...services],
  exports: [AuditConfig, AuditStore, ...services],
})
export class AuditModule {}

/** What a worker adds: anchoring. */
@Module({ imports: [AuditModule], providers: [AnchorTimer] })
export class AuditAnchoringModule {}
