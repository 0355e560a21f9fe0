import type { JsonObject } from '#libs/kernel';

/** What can be subscribed to, with what has happened. A change that receivers must know of gets a new version. */
export const EVENT_TYPES = {
  'job.accepted.v1': 'A job was accepted',
  'job.awaiting_approval.v1': 'A job waits for a person',
  'job.paused.v1': 'A job was paused',
  'job.resumed.v1': 'A paused job goes on',
  'job.rerun.v1': 'A job runs again, from one of its stages on',
  'job.completed.v1': 'A job is done',
  'job.failed.v1': 'A job failed',
  'job.cancelled.v1': 'A job was cancelled',
  'budget.alert.v1': 'A budget has been used up to 80 % of its limit',
  'webhook_endpoint.disabled.v1': 'An endpoint of webhooks was switched off because it kept failing',
  'webhook.test.v1': 'Sent by hand, to see whether it arrives',
} as const;

export type EventType = keyof typeof EVENT_TYPES;

export interface WebhookEvent {
  id: string;
  type: EventType;
  at: Date;
  data: JsonObject;
}

/** The body of every delivery of an event, byte for byte the same. */
export const bodyOf = ({ type, at, data }: Pick<WebhookEvent, 'type' | 'at' | 'data'>): string =>
  JSON.stringify({ type, timestamp: at.toISOString(), data });
