import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AccessScope, RequirePermission } from '#libs/auth';
import { BulkControl } from '#libs/orchestration';
import { Problems } from '../../openapi/problems.decorator.js';
import { CallerScope } from '../../security/caller.decorator.js';
import {
  type BulkDto,
  type BulkRequest,
  BulkRequestSchema,
  BulkSchema,
  toBulkAction,
  toBulkDto,
} from './bulk.dto.js';

@ApiTags('Job control')
@Controller({ path: 'jobs/bulk', version: '1' })
export class BulkController {
  constructor(private readonly bulk: BulkControl) {}

  @Post()
  @RequirePermission('jobs:update')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Do the same to many jobs',
    description:
      'At most 1,000 a call, the oldest first; each on its own, so that a refusal stops none of the others.',
  })
  @ApiOkResponse({ description: 'What became of each', standardSchema: BulkSchema })
  @Problems('input.invalid')
  changeJobs(
    @Body({ schema: BulkRequestSchema }) body: BulkRequest,
    @CallerScope() scope: AccessScope,
  ): Promise<BulkDto> {
    return this.bulk
      .run(scope, body.filter, toBulkAction(body), body.dryRun)
      .then((result) => toBulkDto(result, body.dryRun));
  }
}
