import type { Delivery, Endpoint, EndpointWithSecret, Page } from '#libs/webhooks';
import type {
  WebhookDeliveryDto,
  WebhookDeliveryPageDto,
  WebhookEndpointDto,
  WebhookEndpointPageDto,
  WebhookEndpointWithSecretDto,
} from './webhook.dto.js';

export const toWebhookEndpointDto = (endpoint: Endpoint): WebhookEndpointDto => ({
  id: endpoint.id,
  url: endpoint.url,
  eventTypes: endpoint.eventTypes,
  description: endpoint.description,
  enabled: endpoint.enabled,
  disabledReason: endpoint.disabledReason,
  previousSecretUntil: endpoint.previousSecretUntil,
  failingSince: endpoint.failingSince,
  pausedUntil: endpoint.pausedUntil,
  createdAt: endpoint.createdAt,
  updatedAt: endpoint.updatedAt,
});

export const toEndpointWithSecretDto = ({
  endpoint,
  secret,
}: EndpointWithSecret): WebhookEndpointWithSecretDto => ({ ...toWebhookEndpointDto(endpoint), secret });

export const toWebhookEndpointPageDto = (page: Page<Endpoint>): WebhookEndpointPageDto => ({
  items: page.items.map(toWebhookEndpointDto),
  nextCursor: page.nextCursor,
});

export const toWebhookDeliveryDto = (delivery: Delivery): WebhookDeliveryDto => ({
  id: delivery.id,
  eventId: delivery.eventId,
  eventType: delivery.eventType,
  status: delivery.status,
  createdAt: delivery.createdAt,
  nextAttemptAt: delivery.nextAttemptAt,
  finishedAt: delivery.finishedAt,
  attemptCount: delivery.attemptCount,
  attempts: delivery.attempts.map((attempt) => ({ ...attempt })),
});

export const toWebhookDeliveryPageDto = (page: Page<Delivery>): WebhookDeliveryPageDto => ({
  items: page.items.map(toWebhookDeliveryDto),
  nextCursor: page.nextCursor,
});
