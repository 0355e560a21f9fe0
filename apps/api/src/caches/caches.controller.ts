import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Principal, RequirePermission } from '#libs/auth';
import { FIGURE_DAYS } from '#libs/caching';
import { PurchaseCache } from '#libs/providers';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type CacheListDto,
  CacheListSchema,
  type Invalidate,
  type InvalidatedDto,
  InvalidatedSchema,
  InvalidateSchema,
  toCacheListDto,
  type WarmedUpDto,
  WarmedUpSchema,
  type WarmUp,
  WarmUpSchema,
} from './cache.dto.js';

@ApiTags('Administration')
@Controller({ path: 'caches', version: '1' })
export class CachesController {
  constructor(private readonly cache: PurchaseCache) {}

  @Get()
  @RequirePermission('metrics:read')
  @ApiOperation({ summary: 'See how often the tenant’s requests were answered from the cache, by kind' })
  @ApiOkResponse({ description: 'The figures', standardSchema: CacheListSchema })
  @Problems('cache.unavailable')
  async listCaches(@Caller() { tenantId }: Principal): Promise<CacheListDto> {
    return toCacheListDto(FIGURE_DAYS, await this.cache.figures(tenantId));
  }

  @Post('invalidations')
  @RequirePermission('settings:manage')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Remove the tenant’s cached results by their tags',
    description:
      'The next request for the same is made and paid for anew. What is being made under a tag now is not stored.',
  })
  @ApiOkResponse({ description: 'How many results were removed', standardSchema: InvalidatedSchema })
  @Problems('input.invalid', 'cache.unavailable')
  async invalidate(
    @Body({ schema: InvalidateSchema }) { tags }: Invalidate,
    @Caller() { tenantId }: Principal,
  ): Promise<InvalidatedDto> {
    return { removed: await this.cache.invalidate(tenantId, tags) };
  }

  @Post('warm-ups')
  @RequirePermission('settings:manage')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Put results back into the cache that the tenant has paid for',
    description: 'From the journal of purchases, as after Redis has been emptied. Nothing is bought.',
  })
  @ApiOkResponse({ description: 'What was found and stored', standardSchema: WarmedUpSchema })
  @Problems('input.invalid')
  warmUp(
    @Body({ schema: WarmUpSchema }) { jobIds }: WarmUp,
    @Caller() { tenantId }: Principal,
  ): Promise<WarmedUpDto> {
    return this.cache.warmUp(tenantId, jobIds);
  }
}
