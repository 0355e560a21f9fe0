import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Principal, RequirePermission } from '#libs/auth';
import { WebhookEndpoints } from '#libs/webhooks';
import { LocationOf } from '../http/location.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type WebhookEndpointDto,
  type WebhookEndpointPageDto,
  WebhookEndpointPageSchema,
  WebhookEndpointSchema,
  type WebhookEndpointWithSecretDto,
  WebhookEndpointWithSecretSchema,
} from './webhook.dto.js';
import { toEndpointWithSecretDto, toWebhookEndpointDto, toWebhookEndpointPageDto } from './webhook.mapper.js';
import {
  type ChangeWebhookEndpoint,
  ChangeWebhookEndpointSchema,
  type CreateWebhookEndpoint,
  CreateWebhookEndpointSchema,
  type ListWebhookEndpoints,
  ListWebhookEndpointsSchema,
} from './webhook-requests.dto.js';

@ApiTags('Webhooks')
@Controller({ path: 'webhook-endpoints', version: '1' })
export class WebhookEndpointsController {
  constructor(private readonly endpoints: WebhookEndpoints) {}

  @Post()
  @RequirePermission('service:webhook')
  @LocationOf((endpoint: WebhookEndpointDto) => `/v1/webhook-endpoints/${endpoint.id}`)
  @ApiOperation({
    summary: 'Have events sent to a URL',
    description:
      'Messages are signed by Standard Webhooks with the `secret` of the answer, and come at least once: tell repeats by `webhook-id`. ' +
      'They are retried for a day.',
  })
  @ApiCreatedResponse({
    description: 'The endpoint, with its secret',
    standardSchema: WebhookEndpointWithSecretSchema,
    headers: { Location: { description: 'Where to find the endpoint', schema: { type: 'string' } } },
  })
  @Problems(
    'input.invalid',
    'webhook.too_many_endpoints',
    'http.malformed',
    'http.too_large',
    'http.unsupported_media_type',
  )
  createWebhookEndpoint(
    @Body({ schema: CreateWebhookEndpointSchema }) body: CreateWebhookEndpoint,
    @Caller() caller: Principal,
  ): Promise<WebhookEndpointWithSecretDto> {
    return this.endpoints.create(caller, body).then(toEndpointWithSecretDto);
  }

  @Get()
  @RequirePermission('service:webhook')
  @ApiOperation({ summary: 'List webhook endpoints, by default the newest first' })
  @ApiOkResponse({ description: 'One page of endpoints', standardSchema: WebhookEndpointPageSchema })
  @Problems('input.invalid')
  listWebhookEndpoints(
    @Query({ schema: ListWebhookEndpointsSchema }) page: ListWebhookEndpoints,
    @Caller() caller: Principal,
  ): Promise<WebhookEndpointPageDto> {
    return this.endpoints.list(caller, page).then(toWebhookEndpointPageDto);
  }

  @Get(':id')
  @RequirePermission('service:webhook')
  @ApiOperation({ summary: 'See a webhook endpoint' })
  @ApiId('webhook endpoint')
  @ApiOkResponse({ description: 'The endpoint', standardSchema: WebhookEndpointSchema })
  @Problems('webhook.endpoint_not_found')
  getWebhookEndpoint(
    @Param('id', IdPipe) id: string,
    @Caller() caller: Principal,
  ): Promise<WebhookEndpointDto> {
    return this.endpoints.get(caller, id).then(toWebhookEndpointDto);
  }

  @Patch(':id')
  @RequirePermission('service:webhook')
  @ApiOperation({
    summary: 'Change a webhook endpoint, or switch it on or off',
    description:
      'What happens while it is off is not sent later; what was under way goes on when it is on again, within its day.',
  })
  @ApiId('webhook endpoint')
  @ApiOkResponse({ description: 'The endpoint', standardSchema: WebhookEndpointSchema })
  @Problems('input.invalid', 'webhook.endpoint_not_found')
  changeWebhookEndpoint(
    @Param('id', IdPipe) id: string,
    @Body({ schema: ChangeWebhookEndpointSchema }) change: ChangeWebhookEndpoint,
    @Caller() caller: Principal,
  ): Promise<WebhookEndpointDto> {
    return this.endpoints.change(caller, id, change).then(toWebhookEndpointDto);
  }

  @Delete(':id')
  @RequirePermission('service:webhook')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a webhook endpoint',
    description: 'The log of its deliveries goes with it.',
  })
  @ApiId('webhook endpoint')
  @ApiNoContentResponse({ description: 'It is gone' })
  @Problems('webhook.endpoint_not_found')
  deleteWebhookEndpoint(@Param('id', IdPipe) id: string, @Caller() caller: Principal): Promise<void> {
    return this.endpoints.delete(caller, id);
  }

  @Post(':id/rotate-secret')
  @RequirePermission('service:webhook')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Replace the signing secret of a webhook endpoint',
    description:
      'Until `previousSecretUntil` messages carry both signatures, so that the receiver can change over in peace.',
  })
  @ApiId('webhook endpoint')
  @ApiOkResponse({
    description: 'The endpoint, with its new secret',
    standardSchema: WebhookEndpointWithSecretSchema,
  })
  @Problems('webhook.endpoint_not_found')
  rotateWebhookSecret(
    @Param('id', IdPipe) id: string,
    @Caller() caller: Principal,
  ): Promise<WebhookEndpointWithSecretDto> {
    return this.endpoints.rotateSecret(caller, id).then(toEndpointWithSecretDto);
  }
}
