import { Body, Controller, Delete, Get, HttpCode, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Principal, RequirePermission, userActor } from '#libs/auth';
import { ApprovalThresholds } from '#libs/orchestration';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type ApprovalThresholdDto,
  ApprovalThresholdSchema,
  type SetApprovalThreshold,
  SetApprovalThresholdSchema,
  toApprovalThresholdDto,
} from './approval-threshold.dto.js';

@ApiTags('Administration')
@Controller({ path: 'approval-threshold', version: '1' })
export class ApprovalThresholdController {
  constructor(private readonly thresholds: ApprovalThresholds) {}

  @Get()
  @RequirePermission('settings:manage')
  @ApiOperation({ summary: 'See above which planned cost the tenant’s jobs wait for a person' })
  @ApiOkResponse({ description: 'The threshold', standardSchema: ApprovalThresholdSchema })
  getApprovalThreshold(@Caller() { tenantId }: Principal): Promise<ApprovalThresholdDto> {
    return this.thresholds.of(tenantId).then(toApprovalThresholdDto);
  }

  @Put()
  @RequirePermission('settings:manage')
  @ApiOperation({
    summary: 'Set above which planned cost the tenant’s jobs wait for a person',
    description:
      'It goes before the presets’ own thresholds, for jobs that ask for approval of their cost. Whatever else asks for a person, such as an escalation, still waits.',
  })
  @ApiOkResponse({ description: 'The threshold', standardSchema: ApprovalThresholdSchema })
  @Problems('input.invalid')
  setApprovalThreshold(
    @Body({ schema: SetApprovalThresholdSchema }) { aboveMicros }: SetApprovalThreshold,
    @Caller() { tenantId, userId }: Principal,
  ): Promise<ApprovalThresholdDto> {
    return this.thresholds.set(tenantId, aboveMicros, userActor(userId)).then(toApprovalThresholdDto);
  }

  @Delete()
  @RequirePermission('settings:manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take the tenant’s threshold away: those of the presets hold again' })
  @ApiNoContentResponse({ description: 'There is none any more' })
  @Problems('approval_threshold.not_found')
  removeApprovalThreshold(@Caller() { tenantId, userId }: Principal): Promise<void> {
    return this.thresholds.remove(tenantId, userActor(userId));
  }
}
