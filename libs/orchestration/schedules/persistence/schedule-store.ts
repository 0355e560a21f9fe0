import { Injectable } from '@nestjs/common';
import { AuditLog, userActor } from '#libs/auth';
import { Database, type Sql } from '#libs/database';
import { type ListQuery, readPage } from '#libs/filters';
import { newId, type JsonObject } from '#libs/kernel';
import type { Page } from '../../application/job-queries.js';
import type { Actor, Scope } from '../../domain/views.js';
import { iso } from '../../persistence/job-reader.js';
import type { DisabledReason, NewSchedule, ScheduleRun, ScheduleView } from '../schedule.js';
import {
  DELETE_SCHEDULE,
  INSERT_SCHEDULE,
  LAST_RUNS,
  LOCK_SCHEDULE,
  SCHEDULE,
  SCHEDULE_LIST,
  UPDATE_SCHEDULE,
  VISIBLE,
} from './schedules.sql.js';

/** A row of `schedules`, as SQL names it. */
export interface ScheduleRow {
  id: string;
  tenant_id: string;
  created_by: string;
  name: string;
  cron: string;
  timezone: string;
  pipeline: string;
  input: JsonObject;
  priority: number;
  enabled: boolean;
  disabled_reason: DisabledReason | null;
  next_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

interface TickRow {
  tick_at: Date;
  outcome: ScheduleRun['outcome'];
  job_id: string | null;
  skipped_before: Date | null;
  fired_at: Date;
}

const UNIQUE_VIOLATION = '23505';

/** What people read and write of schedules. */
@Injectable()
export class ScheduleStore {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async now(): Promise<Date> {
    const [row] = await this.database.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return (row as { now: Date }).now;
  }

  /** @returns null where the name is taken */
  async insert(schedule: NewSchedule, nextAt: Date | null): Promise<ScheduleView | null> {
    const { tenantId, userId, name, cron, timezone, pipeline, input, priority, enabled } = schedule;
    return this.database.transaction(async (sql) => {
      const [row] = await sql.query<ScheduleRow>(INSERT_SCHEDULE, [
        ...[newId(), tenantId, userId, name, cron, timezone, pipeline],
        ...[JSON.stringify(input), priority, enabled, nextAt],
      ]);
      if (row === undefined) return null;
      await this.record(sql, schedule, 'schedule.created', row.id, {
        name,
        cron,
        timezone,
        pipeline,
        enabled,
      });
      return view(row);
    });
  }

  async find(scope: Scope, id: string): Promise<ScheduleView | null> {
    const [row] = await this.database.query<ScheduleRow>(SCHEDULE, [...who(scope), id]);
    return row === undefined ? null : view(row);
  }

  /** By default the newest first. @throws ValidationError for a wrong filter or cursor */
  async list(scope: Scope, query: ListQuery): Promise<Page<ScheduleView>> {
    const visible = { conditions: [VISIBLE], params: who(scope) };
    const { rows, nextCursor } = await readPage<ScheduleRow>(this.database, SCHEDULE_LIST, visible, query);
    return { items: rows.map(view), nextCursor };
  }

  /**
   * Replaces a schedule by what `change` makes of it, between two of its ticks.
   * @returns null where there is none, `'name_taken'` where another one has the name
   */
  async update(
    scope: Scope,
    id: string,
    change: (current: ScheduleView) => ScheduleView,
  ): Promise<ScheduleView | 'name_taken' | null> {
    try {
      return await this.database.transaction(async (sql) => {
        const [row] = await sql.query<ScheduleRow>(LOCK_SCHEDULE, [...who(scope), id]);
        if (row === undefined) return null;
        const next = await this.write(sql, change(view(row)));
        const { name, cron, timezone, enabled } = next;
        await this.record(sql, scope, 'schedule.changed', id, { name, cron, timezone, enabled });
        return next;
      });
    } catch (error) {
      if ((error as { code?: string }).code === UNIQUE_VIOLATION) return 'name_taken';
      throw error;
    }
  }

  /** @returns false where there is none */
  delete(scope: Scope, id: string): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      if ((await sql.query(DELETE_SCHEDULE, [...who(scope), id])).length === 0) return false;
      await this.record(sql, scope, 'schedule.deleted', id, {});
      return true;
    });
  }

  async lastRuns(id: string, limit: number): Promise<ScheduleRun[]> {
    const rows = await this.database.query<TickRow>(LAST_RUNS, [id, limit]);
    return rows.map((row) => ({
      tickAt: row.tick_at.toISOString(),
      outcome: row.outcome,
      jobId: row.job_id,
      skippedBefore: iso(row.skipped_before),
      firedAt: row.fired_at.toISOString(),
    }));
  }

  private record(
    sql: Sql,
    { tenantId, userId }: Actor,
    action: string,
    id: string,
    details: JsonObject,
  ): Promise<void> {
    const target = { type: 'schedule', id };
    return this.audit.record(sql, { tenantId, actor: userActor(userId), action, target, details });
  }

  private async write(sql: Sql, next: ScheduleView): Promise<ScheduleView> {
    const [row] = await sql.query<ScheduleRow>(UPDATE_SCHEDULE, [
      ...[next.id, next.name, next.cron, next.timezone, JSON.stringify(next.input), next.priority],
      ...[next.enabled, next.nextAt, next.disabledReason],
    ]);
    return view(row as ScheduleRow);
  }
}

const who = (scope: Scope) => [scope.tenantId, scope.any, scope.userId];

const view = (row: ScheduleRow): ScheduleView => ({
  id: row.id,
  name: row.name,
  cron: row.cron,
  timezone: row.timezone,
  pipeline: row.pipeline,
  input: row.input,
  priority: row.priority,
  enabled: row.enabled,
  disabledReason: row.disabled_reason,
  nextAt: iso(row.next_at),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
