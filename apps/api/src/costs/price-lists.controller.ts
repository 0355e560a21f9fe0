import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Principal, RequireOperator, RequirePermission } from '#libs/auth';
import { PriceLists } from '#libs/costs';
import { Idempotent } from '../http/idempotency/idempotent.decorator.js';
import { LocationOf } from '../http/location.js';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type PriceListDto,
  type PriceListHistoryDto,
  PriceListHistorySchema,
  PriceListSchema,
  type PublishPrices,
  PublishPricesSchema,
  toHistoryDto,
  toPrice,
  toPriceListDto,
} from './price-list.dto.js';

@ApiTags('Costs')
@Controller({ path: 'price-lists', version: '1' })
export class PriceListsController {
  constructor(private readonly lists: PriceLists) {}

  @Get()
  @RequireOperator('settings:manage')
  @ApiOperation({ summary: 'List the published price lists, the newest first' })
  @ApiOkResponse({ description: 'The newest 100', standardSchema: PriceListHistorySchema })
  async listPriceLists(): Promise<PriceListHistoryDto> {
    return toHistoryDto(await this.lists.history());
  }

  @Get(':version')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'See the prices in force, or those of an earlier list' })
  @ApiParam({ name: 'version', description: 'Its version, or `current`' })
  @ApiOkResponse({ description: 'The price list', standardSchema: PriceListSchema })
  @Problems('costs.no_such_price_list')
  async getPriceList(@Param('version') version: string): Promise<PriceListDto> {
    return toPriceListDto(await this.lists.get(version));
  }

  @Post()
  @RequireOperator('settings:manage')
  @Idempotent()
  @LocationOf((list: PriceListDto) => `/v1/price-lists/${list.version}`)
  @ApiOperation({
    summary: 'Publish new prices',
    description:
      'Makes a new version from the list in force and these changes; no version ever changes. It holds for all tenants, within seconds.',
  })
  @ApiCreatedResponse({
    description: 'The new price list',
    standardSchema: PriceListSchema,
    headers: { Location: { description: 'Where to find it', schema: { type: 'string' } } },
  })
  @Problems('input.invalid', 'http.malformed', 'http.too_large', 'http.unsupported_media_type')
  async publishPrices(
    @Body({ schema: PublishPricesSchema }) { changes, note }: PublishPrices,
    @Caller() { userId, tenantId }: Principal,
  ): Promise<PriceListDto> {
    return toPriceListDto(await this.lists.publish(changes.map(toPrice), { note, actor: userId, tenantId }));
  }
}
