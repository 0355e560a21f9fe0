import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/auth';
import { acrossTenants, Database, type Sql } from '#libs/database';
import { newId } from '#libs/kernel';
import type { AttemptOutcome, DisabledReason } from '../domain/endpoint.js';
import type { WebhookEvent } from '../domain/events.js';
import { OLDEST, PUBLISH, REPUBLISH, type Source } from './publish.sql.js';
import { ANNOUNCE, CLAIM, DISABLE, EXPIRE, FAIL, PRUNE, RENEW, SUCCEED } from './send.sql.js';

/** A delivery in this process's hands, until its lease ends. */
export interface ClaimedDelivery {
  id: string;
  /** Which attempt this is, over all; with the id it names the attempt. */
  number: number;
  /** Which one since the delivery was made or asked for anew. */
  tries: number;
  endpointId: string;
  url: string;
  secret: string;
  previousSecret: string | null;
  bothSign: boolean | null;
  event: WebhookEvent;
}

export interface AttemptReport {
  outcome: AttemptOutcome;
  durationMs: number;
  statusCode: number | null;
  error: string | null;
  response: string | null;
}

export interface FailurePlan {
  retryInMs: number;
  /** For how long the receiver wants nothing; null where it did not say. */
  pauseMs: number | null;
  breakerFailures: number;
  breakerBaseMs: number;
  disableAfterHours: number;
  /** The receiver said that it is gone for good. */
  gone: boolean;
}

type ClaimRow = Omit<ClaimedDelivery, 'event'> & WebhookEvent & { eventId: string };

/** What the workers read and write of deliveries. Any number of processes may run it at once. */
@Injectable()
export class DeliveryStore {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Makes deliveries of what is next in a source's log. @returns how many events it took */
  async publish(source: Source): Promise<number> {
    return (await this.database.query<{ taken: number }>(PUBLISH[source]))[0]?.taken ?? 0;
  }

  /** The age of the oldest event that waits to be published, and of the oldest that waits for its receiver. */
  oldest(): Promise<{ step: 'publish' | 'deliver'; seconds: number }[]> {
    return acrossTenants(() => this.database.query(OLDEST));
  }

  /** Where the log was loaded from another cluster's dump, publishes by time what is recent. @returns whether it was */
  async republishAfterRestore(source: Source): Promise<boolean> {
    return (await this.database.query(REPUBLISH[source])).length > 0;
  }

  async claim(
    most: number,
    lease: { leaseMs: number; perEndpoint: number; breakerFailures: number },
  ): Promise<ClaimedDelivery[]> {
    const params = [most, lease.leaseMs, lease.perEndpoint, lease.breakerFailures];
    const rows = await this.database.query<ClaimRow>(CLAIM, params);
    return rows.map(({ eventId, type, data, at, ...claimed }) => ({
      ...claimed,
      event: { id: eventId, type, data, at },
    }));
  }

  async renew(held: readonly ClaimedDelivery[], leaseMs: number): Promise<void> {
    const params = [held.map(({ id }) => id), held.map(({ number }) => number), leaseMs];
    await this.database.query(RENEW, params);
  }

  async succeed(delivery: ClaimedDelivery, report: AttemptReport): Promise<void> {
    await this.database.query(SUCCEED, attemptParams(delivery, report));
  }

  /** Plans the next try; switches the endpoint off where it is gone, or has failed for too long. */
  async fail(delivery: ClaimedDelivery, report: AttemptReport, plan: FailurePlan): Promise<void> {
    await this.database.transaction(async (sql) => {
      const [endpoint] = await sql.query<{ givenUp: boolean }>(FAIL, [
        ...attemptParams(delivery, report),
        ...[plan.retryInMs, plan.pauseMs, plan.breakerFailures, plan.breakerBaseMs, plan.disableAfterHours],
      ]);
      if (plan.gone) await this.disable(sql, delivery.endpointId, GONE);
      else if (endpoint?.givenUp) await this.disable(sql, delivery.endpointId, FAILING);
    });
  }

  /** Housekeeping, a thousand rows of each at once. @returns whether there may be more */
  async expireAndPrune(retentionDays: number): Promise<boolean> {
    const expired = await this.database.query(EXPIRE);
    const pruned = await this.database.query(PRUNE, [retentionDays]);
    return expired.length === 1_000 || pruned.length === 1_000;
  }

  private async disable(sql: Sql, endpointId: string, reason: DisabledReason): Promise<void> {
    const [off] = await sql.query<{ tenantId: string; url: string }>(DISABLE, [
      endpointId,
      JSON.stringify(reason),
    ]);
    if (off === undefined) return;
    const data = {
      endpointId,
      reason: reason.code,
      links: { endpoint: `/v1/webhook-endpoints/${endpointId}` },
    };
    const source = `disabled:${newId()}`;
    await sql.query(ANNOUNCE, [
      off.tenantId,
      source,
      'webhook_endpoint.disabled.v1',
      JSON.stringify(data),
      null,
    ]);
    await this.audit.record(sql, {
      tenantId: off.tenantId,
      actor: { type: 'system', id: 'webhooks' },
      action: 'webhook_endpoint.disabled',
      target: { type: 'webhook_endpoint', id: endpointId },
      details: { reason: reason.code },
    });
  }
}

const GONE: DisabledReason = {
  code: 'webhook.gone',
  message: 'The receiver answered 410: it is gone for good. Switch the endpoint on again when it is back.',
};

const FAILING: DisabledReason = {
  code: 'webhook.failing',
  message:
    'No delivery has succeeded for days. Mend the receiver, send a test event, and switch it on again.',
};

const attemptParams = ({ id, number }: ClaimedDelivery, report: AttemptReport) => [
  ...[id, number, report.outcome, report.durationMs, report.statusCode, report.error, report.response],
];
