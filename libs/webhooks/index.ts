export { WebhookDeliveries } from './application/deliveries.js';
export { WebhookEndpoints } from './application/endpoints.js';
export type { EndpointWithSecret, Page } from './application/endpoints.js';
export { DELIVERY_STATUSES } from './domain/endpoint.js';
export type {
  Attempt,
  Delivery,
  DeliveryStatus,
  Endpoint,
  EndpointChange,
  NewEndpoint,
} from './domain/endpoint.js';
export { EVENT_TYPES } from './domain/events.js';
export type { EventType } from './domain/events.js';
export { WebhooksConfig } from './webhooks.config.js';
export { WebhookError } from './webhooks.errors.js';
export type { WebhookErrorCode } from './webhooks.errors.js';
export { WebhookSendingModule, WebhooksModule } from './webhooks.module.js';
