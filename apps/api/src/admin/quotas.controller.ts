import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Principal, RequirePermission } from '#libs/auth';
import { QUOTA_RESOURCES, Quotas } from '#libs/orchestration';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type QuotaListDto,
  QuotaListSchema,
  type QuotaPath,
  QuotaPathSchema,
  type SetQuota,
  SetQuotaSchema,
  toQuotaListDto,
} from './quotas.dto.js';

const Resource = ApiParam({ name: 'resource', description: 'What is limited', enum: [...QUOTA_RESOURCES] });

@ApiTags('Administration')
@Controller({ path: 'quotas', version: '1' })
export class QuotasController {
  constructor(private readonly quotas: Quotas) {}

  @Get()
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'See how much the tenant may use, and what is used of it' })
  @ApiOkResponse({ description: 'The quotas', standardSchema: QuotaListSchema })
  listQuotas(@Caller() { tenantId }: Principal): Promise<QuotaListDto> {
    return this.quotas.list(tenantId).then(toQuotaListDto);
  }

  @Put(':resource')
  @RequirePermission('settings:manage')
  @ApiOperation({
    summary: 'Set how much the tenant may use',
    description:
      'Hard: a job that there is no room for is refused, however many are submitted at once. What was submitted today counts. Jobs that were accepted go on.',
  })
  @Resource
  @ApiOkResponse({ description: 'The quotas', standardSchema: QuotaListSchema })
  @Problems('input.invalid')
  async setQuota(
    @Param({ schema: QuotaPathSchema }) { resource }: QuotaPath,
    @Body({ schema: SetQuotaSchema }) { limit }: SetQuota,
    @Caller() caller: Principal,
  ): Promise<QuotaListDto> {
    await this.quotas.set(resource, limit, caller);
    return this.listQuotas(caller);
  }

  @Delete(':resource')
  @RequirePermission('settings:manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a quota away: nothing limits this use any more' })
  @Resource
  @ApiNoContentResponse({ description: 'There is no such quota any more' })
  @Problems('input.invalid', 'quota.not_found')
  removeQuota(
    @Param({ schema: QuotaPathSchema }) { resource }: QuotaPath,
    @Caller() caller: Principal,
  ): Promise<void> {
    return this.quotas.remove(resource, caller);
  }
}
