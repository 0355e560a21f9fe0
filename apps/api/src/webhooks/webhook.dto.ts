import { z } from 'zod';
import { DELIVERY_STATUSES, EVENT_TYPES, type EventType } from '#libs/webhooks';

const TYPES = Object.keys(EVENT_TYPES) as [EventType, ...EventType[]];
const time = z.iso.datetime();

const eventType = z
  .enum(TYPES)
  .describe(`${TYPES.map((type) => `\`${type}\`: ${EVENT_TYPES[type]}`).join('. ')}.`);

const example = {
  id: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b',
  url: 'https://example.com/webhooks/aiprod',
  eventTypes: ['job.completed.v1' as const, 'job.failed.v1' as const],
  description: 'Tells our shop when a film is done',
  enabled: true,
  disabledReason: null,
  previousSecretUntil: null,
  failingSince: null,
  pausedUntil: null,
  createdAt: '2026-11-21T09:30:00.000Z',
  updatedAt: '2026-11-21T09:30:00.000Z',
};

const endpoint = {
  id: z.uuid(),
  url: z.string(),
  eventTypes: z.array(eventType).describe('Empty: all of them.'),
  description: z.string(),
  enabled: z.boolean(),
  disabledReason: z
    .object({ code: z.enum(['webhook.failing', 'webhook.gone']), message: z.string() })
    .nullable()
    .describe('Why it was switched off by itself: it failed for days, or answered 410.'),
  previousSecretUntil: time.nullable().describe('Until then messages are signed with the old secret, too.'),
  failingSince: time.nullable().describe('Since then no delivery has succeeded.'),
  pausedUntil: time
    .nullable()
    .describe('Nothing is sent before this: it kept failing, or asked for a pause.'),
  createdAt: time,
  updatedAt: time,
};

export const WebhookEndpointSchema = z.object(endpoint).meta({ id: 'WebhookEndpoint', examples: [example] });

export const WebhookEndpointWithSecretSchema = z
  .object({
    ...endpoint,
    secret: z
      .string()
      .describe(
        'Signs the messages, by Standard Webhooks. It is shown this once: store it where the receiver is.',
      ),
  })
  .meta({
    id: 'WebhookEndpointWithSecret',
    examples: [{ ...example, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=' }],
  });

export const WebhookEndpointPageSchema = z
  .object({
    items: z.array(WebhookEndpointSchema),
    nextCursor: z
      .string()
      .nullable()
      .describe('Send it as `cursor` for the next page; null on the last one.'),
  })
  .meta({ id: 'WebhookEndpointPage', examples: [{ items: [example], nextCursor: null }] });

const delivery = {
  id: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e2c',
  eventId: '5a0c9f1e-3d0a-4c62-9f0e-0d9a1a7c9e3d',
  eventType: 'job.completed.v1' as const,
  status: 'delivered' as const,
  createdAt: '2026-11-21T09:30:00.000Z',
  nextAttemptAt: null,
  finishedAt: '2026-11-21T09:30:01.000Z',
  attemptCount: 1,
  attempts: [
    {
      number: 1,
      startedAt: '2026-11-21T09:30:00.700Z',
      outcome: 'delivered' as const,
      durationMs: 212,
      statusCode: 204,
      error: null,
      response: '',
    },
  ],
};

const AttemptSchema = z.object({
  number: z.int(),
  startedAt: time,
  outcome: z
    .enum(['delivered', 'refused', 'unreachable'])
    .nullable()
    .describe('Null while it is under way, and for ever where the sender ended in it.'),
  durationMs: z.int().nullable(),
  statusCode: z.int().nullable(),
  error: z.string().nullable().describe('What went wrong, where that was not a status.'),
  response: z.string().nullable().describe('The first KiB of the answer.'),
});

export const WebhookDeliverySchema = z
  .object({
    id: z.uuid(),
    eventId: z.uuid().describe('The `webhook-id` header: the same however often the event is delivered.'),
    eventType,
    status: z.enum(DELIVERY_STATUSES).describe('`failed`: given up after a day of attempts.'),
    createdAt: time,
    nextAttemptAt: time.nullable(),
    finishedAt: time.nullable(),
    attemptCount: z.int(),
    attempts: z.array(AttemptSchema).describe('The last twenty, the newest first.'),
  })
  .meta({ id: 'WebhookDelivery', examples: [delivery] });

export const WebhookDeliveryPageSchema = z
  .object({
    items: z.array(WebhookDeliverySchema),
    nextCursor: z
      .string()
      .nullable()
      .describe('Send it as `cursor` for the next page; null on the last one.'),
  })
  .meta({ id: 'WebhookDeliveryPage', examples: [{ items: [delivery], nextCursor: null }] });

export type WebhookEndpointDto = z.output<typeof WebhookEndpointSchema>;
export type WebhookEndpointWithSecretDto = z.output<typeof WebhookEndpointWithSecretSchema>;
export type WebhookEndpointPageDto = z.output<typeof WebhookEndpointPageSchema>;
export type WebhookDeliveryDto = z.output<typeof WebhookDeliverySchema>;
export type WebhookDeliveryPageDto = z.output<typeof WebhookDeliveryPageSchema>;
