import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Principal, RequirePermission } from '#libs/auth';
import { WebhookDeliveries } from '#libs/webhooks';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type WebhookDeliveryDto,
  type WebhookDeliveryPageDto,
  WebhookDeliveryPageSchema,
  WebhookDeliverySchema,
} from './webhook.dto.js';
import { toWebhookDeliveryDto, toWebhookDeliveryPageDto } from './webhook.mapper.js';
import { type ListWebhookDeliveries, ListWebhookDeliveriesSchema } from './webhook-requests.dto.js';

@ApiTags('Webhooks')
@Controller({ path: 'webhook-endpoints', version: '1' })
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveries) {}

  @Get(':id/deliveries')
  @RequirePermission('service:webhook')
  @ApiOperation({
    summary: 'See what was sent to a webhook endpoint and what it answered, by default the newest first',
  })
  @ApiId('webhook endpoint')
  @ApiOkResponse({ description: 'One page of deliveries', standardSchema: WebhookDeliveryPageSchema })
  @Problems('input.invalid', 'webhook.endpoint_not_found')
  listWebhookDeliveries(
    @Param('id', IdPipe) id: string,
    @Query({ schema: ListWebhookDeliveriesSchema }) page: ListWebhookDeliveries,
    @Caller() caller: Principal,
  ): Promise<WebhookDeliveryPageDto> {
    return this.deliveries.list(caller, id, page).then(toWebhookDeliveryPageDto);
  }

  @Post(':id/deliveries/:deliveryId/redeliver')
  @RequirePermission('service:webhook')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send an event to a webhook endpoint once more',
    description: 'With the same `webhook-id`, whatever became of it before.',
  })
  @ApiId('webhook endpoint')
  @ApiAcceptedResponse({ description: 'It will be sent', standardSchema: WebhookDeliverySchema })
  @Problems('webhook.endpoint_not_found', 'webhook.delivery_not_found', 'webhook.endpoint_disabled')
  redeliverWebhook(
    @Param('id', IdPipe) id: string,
    @Param('deliveryId', IdPipe) deliveryId: string,
    @Caller() caller: Principal,
  ): Promise<WebhookDeliveryDto> {
    return this.deliveries.redeliver(caller, id, deliveryId).then(toWebhookDeliveryDto);
  }

  @Post(':id/test')
  @RequirePermission('service:webhook')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send a test event to a webhook endpoint',
    description:
      'Of the type `webhook.test.v1`, whatever it is subscribed to. What came of it stands in the log of deliveries.',
  })
  @ApiId('webhook endpoint')
  @ApiAcceptedResponse({ description: 'It will be sent', standardSchema: WebhookDeliverySchema })
  @Problems('webhook.endpoint_not_found', 'webhook.endpoint_disabled')
  testWebhook(@Param('id', IdPipe) id: string, @Caller() caller: Principal): Promise<WebhookDeliveryDto> {
    return this.deliveries.test(caller, id).then(toWebhookDeliveryDto);
  }
}
