import { Injectable } from '@nestjs/common';
import { AuditLog, type Principal, userActor } from '#libs/auth';
import { isId, newId } from '#libs/kernel';
import type { Delivery, Endpoint } from '../domain/endpoint.js';
import { type DeliveryQuery, EndpointStore } from '../persistence/endpoint-store.js';
import { WebhookError } from '../webhooks.errors.js';
import { type Page, WebhookEndpoints } from './endpoints.js';

/** The log of what was sent to an endpoint, and sending by hand. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly store: EndpointStore,
    private readonly audit: AuditLog,
  ) {}

  /** @throws WebhookError `webhook.endpoint_not_found`, ValidationError for a wrong filter or cursor */
  async list(caller: Principal, endpointId: string, query: DeliveryQuery): Promise<Page<Delivery>> {
    const { id } = await this.endpoints.get(caller, endpointId);
    return this.store.deliveries(id, query);
  }

  /** Sends it once more, with the same id, whatever became of it. @throws WebhookError where it or its endpoint is unknown or off */
  async redeliver(caller: Principal, endpointId: string, deliveryId: string): Promise<Delivery> {
    const endpoint = await this.enabled(caller, endpointId);
    await this.known(endpoint, deliveryId);
    await this.store.transaction(async (sql) => {
      await this.store.redeliver(sql, endpoint.id, deliveryId);
      await this.audit.record(sql, {
        tenantId: caller.tenantId,
        actor: userActor(caller.userId),
        action: 'webhook_delivery.redelivered',
        target: { type: 'webhook_delivery', id: deliveryId },
        details: { endpointId },
      });
    });
    return this.known(endpoint, deliveryId);
  }

  /** Sends an event of the type `webhook.test.v1`, whatever the endpoint is subscribed to. @throws WebhookError as `redeliver` */
  async test(caller: Principal, endpointId: string): Promise<Delivery> {
    const endpoint = await this.enabled(caller, endpointId);
    const id = await this.store.transaction((sql) => this.store.sendTest(sql, endpoint, `test:${newId()}`));
    return this.known(endpoint, id);
  }

  private async enabled(caller: Principal, endpointId: string): Promise<Endpoint> {
    const endpoint = await this.endpoints.get(caller, endpointId);
    if (endpoint.enabled) return endpoint;
    throw new WebhookError('webhook.endpoint_disabled', 'The endpoint is off: switch it on first');
  }

  private async known(endpoint: Endpoint, id: string): Promise<Delivery> {
    const delivery = isId(id) ? await this.store.delivery(endpoint.id, id) : null;
    if (delivery !== null) return delivery;
    throw new WebhookError(
      'webhook.delivery_not_found',
      'There is no delivery with this id at this endpoint',
    );
  }
}
