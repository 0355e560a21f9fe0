import type { Attempt, Delivery, DeliveryStatus, DisabledReason, Endpoint } from '../domain/endpoint.js';
import type { EventType } from '../domain/events.js';

/** A row of `webhook_endpoints`, as SQL names it. */
export interface EndpointRow {
  id: string;
  tenant_id: string;
  url: string;
  event_types: EventType[];
  description: string;
  enabled: boolean;
  disabled_reason: DisabledReason | null;
  secret: string;
  previous_secret_until: Date | null;
  failing_since: Date | null;
  paused_until: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface DeliveryRow {
  id: string;
  event_id: string;
  event_type: EventType;
  status: DeliveryStatus;
  created_at: Date;
  due_at: Date;
  finished_at: Date | null;
  attempt_count: number;
  attempts: Attempt[];
}

/** Times that have passed mean nothing any more. */
const ahead = (time: Date | null): string | null =>
  time !== null && time.getTime() > Date.now() ? time.toISOString() : null;

export const toEndpoint = (row: EndpointRow): Endpoint => ({
  id: row.id,
  tenantId: row.tenant_id,
  url: row.url,
  eventTypes: row.event_types,
  description: row.description,
  enabled: row.enabled,
  disabledReason: row.disabled_reason,
  previousSecretUntil: ahead(row.previous_secret_until),
  failingSince: row.failing_since?.toISOString() ?? null,
  pausedUntil: ahead(row.paused_until),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export const toDelivery = (row: DeliveryRow): Delivery => ({
  id: row.id,
  eventId: row.event_id,
  eventType: row.event_type,
  status: row.status,
  createdAt: row.created_at.toISOString(),
  nextAttemptAt: row.status === 'pending' ? row.due_at.toISOString() : null,
  finishedAt: row.finished_at?.toISOString() ?? null,
  attempts: row.attempts.map((attempt) => ({
    ...attempt,
    startedAt: new Date(attempt.startedAt).toISOString(),
  })),
  attemptCount: row.attempt_count,
});
