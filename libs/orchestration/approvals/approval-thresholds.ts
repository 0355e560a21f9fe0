import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditActor } from '#libs/auth';
import { Database } from '#libs/database';
import { AppError } from '#libs/kernel';
import { REMOVE_THRESHOLD, SET_THRESHOLD, THRESHOLD_OF } from '../persistence/thresholds.sql.js';

/** From what planned cost on a tenant's jobs wait for a person; up to it they go on by themselves. */
export interface ApprovalThreshold {
  /** Micro-dollars. */
  aboveMicros: number;
  changedBy: string;
  changedAt: Date;
}

/** Tenants' own spend thresholds, which go before those of presets. */
@Injectable()
export class ApprovalThresholds {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** @returns null where the tenant leaves it to the presets */
  async of(tenantId: string): Promise<ApprovalThreshold | null> {
    const [threshold] = await this.database.query<ApprovalThreshold>(THRESHOLD_OF, [tenantId]);
    return threshold ?? null;
  }

  set(tenantId: string, aboveMicros: number, actor: AuditActor): Promise<ApprovalThreshold> {
    return this.database.transaction(async (sql) => {
      const params = [tenantId, aboveMicros, actor.id ?? actor.type];
      const [threshold] = await sql.query<ApprovalThreshold>(SET_THRESHOLD, params);
      const act = { tenantId, actor, action: 'approval_threshold.set', target: null };
      await this.audit.record(sql, { ...act, details: { aboveMicros } });
      return threshold!;
    });
  }

  /** @throws AppError `approval_threshold.not_found` */
  async remove(tenantId: string, actor: AuditActor): Promise<void> {
    await this.database.transaction(async (sql) => {
      const [removed] = await sql.query(REMOVE_THRESHOLD, [tenantId]);
      if (removed === undefined) {
        const message = 'The tenant has no threshold of its own: those of the presets hold';
        throw new AppError('approval_threshold.not_found', message, { class: 'input' });
      }
      const act = { tenantId, actor, action: 'approval_threshold.removed', target: null };
      await this.audit.record(sql, act);
    });
  }
}
