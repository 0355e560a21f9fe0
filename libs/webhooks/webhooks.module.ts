import { Module } from '@nestjs/common';
import { AuditModule } from '#libs/auth';
import { SecretsModule } from '#libs/secrets';
import { WebhookCourier } from './application/courier.js';
import { WebhookDeliveries } from './application/deliveries.js';
import { WebhookEndpoints } from './application/endpoints.js';
import { WebhookPublisher } from './application/publisher.js';
import { DeliveryStore } from './persistence/delivery-store.js';
import { EndpointStore } from './persistence/endpoint-store.js';
import { WebhookSender } from './sending/sender.js';
import { WebhooksConfig } from './webhooks.config.js';

const config = { provide: WebhooksConfig, useFactory: () => WebhooksConfig.fromEnv() };

/** Endpoints and the log of deliveries, for those who manage them. Needs the database. */
@Module({
  imports: [AuditModule, SecretsModule],
  providers: [config, EndpointStore, WebhookEndpoints, WebhookDeliveries],
  exports: [WebhookEndpoints, WebhookDeliveries],
})
export class WebhooksModule {}

/** What a worker adds: publishing events and sending them. Needs the database. */
@Module({
  imports: [AuditModule, SecretsModule],
  providers: [config, DeliveryStore, WebhookSender, WebhookCourier, WebhookPublisher],
})
export class WebhookSendingModule {}
