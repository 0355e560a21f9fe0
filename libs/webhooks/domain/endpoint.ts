import type { EventType } from './events.js';

export interface DisabledReason {
  code: 'webhook.failing' | 'webhook.gone';
  message: string;
}

export interface Endpoint {
  id: string;
  tenantId: string;
  url: string;
  /** Empty: all of them. */
  eventTypes: EventType[];
  description: string;
  enabled: boolean;
  /** Why it was switched off by itself. */
  disabledReason: DisabledReason | null;
  /** Until when messages are signed with the secret before the last, too. */
  previousSecretUntil: string | null;
  /** Since when every delivery has failed. */
  failingSince: string | null;
  /** Nothing is sent before this time: it kept failing, or asked for a pause. */
  pausedUntil: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface NewEndpoint {
  url: string;
  eventTypes: EventType[];
  description: string;
  enabled: boolean;
}

export type EndpointChange = { [K in keyof NewEndpoint]?: NewEndpoint[K] | undefined };

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** `refused`: answered, but not with a 2xx. `unreachable`: not connected, not allowed, or no answer in time. */
export type AttemptOutcome = 'delivered' | 'refused' | 'unreachable';

export interface Attempt {
  number: number;
  startedAt: string;
  /** Null while it is under way, and for ever where the process ended in it. */
  outcome: AttemptOutcome | null;
  durationMs: number | null;
  statusCode: number | null;
  error: string | null;
  /** The first KiB of the answer. */
  response: string | null;
}

export interface Delivery {
  id: string;
  eventId: string;
  eventType: EventType;
  status: DeliveryStatus;
  createdAt: string;
  /** When it is tried next; null once it has ended. */
  nextAttemptAt: string | null;
  finishedAt: string | null;
  /** The last ones, the newest first. */
  attempts: Attempt[];
  attemptCount: number;
}
