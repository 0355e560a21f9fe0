import { z } from 'zod';
import { sortsOf } from '#libs/filters';
import { DELIVERY_LIST, DELIVERY_STATUSES, ENDPOINT_LIST, EVENT_TYPES, type EventType } from '#libs/webhooks';
import { listParameters } from '../http/list-query.js';

const TYPES = Object.keys(EVENT_TYPES) as [EventType, ...EventType[]];

const objectError = (issue: { code?: string }): string | undefined =>
  issue.code === 'invalid_type' ? 'must be a JSON object' : undefined;

const url = z
  .string({ error: 'must be a URL such as https://example.com/webhooks' })
  .describe('Where events are POSTed to: https, on the public Internet. Redirects are not followed.');
const eventTypes = z
  .array(z.enum(TYPES, { error: `must be one of ${TYPES.join(', ')}` }), {
    error: 'must be a list of event types',
  })
  .max(TYPES.length, { error: `must have at most ${TYPES.length} entries` })
  .describe('Which events are sent; empty: all of them, those too that are added one day.');
const description = z
  .string({ error: 'must be text' })
  .trim()
  .max(200, { error: 'must have at most 200 characters' });
const enabled = z.boolean({ error: 'must be true or false' });

const examples = [
  {
    url: 'https://example.com/webhooks/aiprod',
    eventTypes: ['job.completed.v1', 'job.failed.v1'],
    description: 'Tells our shop when a film is done',
  },
];

export const ListWebhookEndpointsSchema = z.strictObject(
  listParameters({
    filters: ENDPOINT_LIST.filters,
    sorts: sortsOf(ENDPOINT_LIST),
    example: 'enabled = true AND failingSince != null',
  }),
);
export type ListWebhookEndpoints = z.output<typeof ListWebhookEndpointsSchema>;

export const CreateWebhookEndpointSchema = z
  .strictObject(
    {
      url,
      eventTypes: eventTypes.default([]),
      description: description.default(''),
      enabled: enabled.default(true),
    },
    { error: objectError },
  )
  .meta({ id: 'CreateWebhookEndpoint', examples });

export const ChangeWebhookEndpointSchema = z
  .strictObject({ url, eventTypes, description, enabled }, { error: objectError })
  .partial()
  .meta({ id: 'ChangeWebhookEndpoint', examples: [{ enabled: true }] });

export const ListWebhookDeliveriesSchema = z.strictObject({
  ...listParameters({
    filters: DELIVERY_LIST.filters,
    sorts: sortsOf(DELIVERY_LIST),
    example: 'status = failed AND eventType starts "job." AND attemptCount > 3',
  }),
  status: z
    .enum(DELIVERY_STATUSES, { error: `must be one of ${DELIVERY_STATUSES.join(', ')}` })
    .optional()
    .describe('Only those that stand like this.'),
});

export type CreateWebhookEndpoint = z.output<typeof CreateWebhookEndpointSchema>;
export type ChangeWebhookEndpoint = z.output<typeof ChangeWebhookEndpointSchema>;
export type ListWebhookDeliveries = z.output<typeof ListWebhookDeliveriesSchema>;
