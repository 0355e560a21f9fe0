import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Principal, RequireOperator } from '#libs/auth';
import { Admission, LIMIT_SCOPES } from '#libs/orchestration';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type LimitDto,
  type LimitListDto,
  LimitListSchema,
  type LimitPath,
  LimitPathSchema,
  LimitSchema,
  type SetLimit,
  SetLimitSchema,
} from './limits.dto.js';

const Scope = ApiParam({ name: 'scope', description: 'What is limited', enum: [...LIMIT_SCOPES] });
const Key = ApiParam({
  name: 'key',
  description: 'The id of the tenant or user, or the name of the pipeline',
});

@ApiTags('Administration')
@Controller({ path: 'admin/limits', version: '1' })
export class LimitsController {
  constructor(private readonly admission: Admission) {}

  @Get()
  @RequireOperator('settings:manage')
  @ApiOperation({ summary: 'List how many jobs may be under way at once' })
  @ApiOkResponse({ description: 'The limits', standardSchema: LimitListSchema })
  async listLimits(): Promise<LimitListDto> {
    return { items: await this.admission.list() };
  }

  @Put(':scope/:key')
  @RequireOperator('settings:manage')
  @ApiOperation({
    summary: 'Limit how many jobs of a tenant, a user or a pipeline may be under way at once',
    description: 'Further jobs are accepted and wait, the most urgent first. What runs already goes on.',
  })
  @Scope
  @Key
  @ApiOkResponse({ description: 'The limit', standardSchema: LimitSchema })
  @Problems('input.invalid')
  async setLimit(
    @Param({ schema: LimitPathSchema }) path: LimitPath,
    @Body({ schema: SetLimitSchema }) { maxJobs }: SetLimit,
    @Caller() caller: Principal,
  ): Promise<LimitDto> {
    await this.admission.setLimit({ ...path, maxJobs }, caller);
    return { ...path, maxJobs };
  }

  @Delete(':scope/:key')
  @RequireOperator('settings:manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a limit away; jobs that waited for it begin' })
  @Scope
  @Key
  @ApiNoContentResponse({ description: 'There is no such limit any more' })
  @Problems('input.invalid', 'limit.not_found')
  removeLimit(
    @Param({ schema: LimitPathSchema }) { scope, key }: LimitPath,
    @Caller() caller: Principal,
  ): Promise<void> {
    return this.admission.removeLimit(scope, key, caller);
  }
}
