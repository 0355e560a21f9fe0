import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Principal, RequirePermission } from '#libs/auth';
import { EstimatesService } from '#libs/orchestration';
import { type SubmitJob, SubmitJobSchema } from '../jobs/job-requests.dto.js';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import { type JobEstimateDto, JobEstimateSchema, toJobEstimateDto } from './estimate.dto.js';

@ApiTags('Costs')
@Controller({ path: 'estimates', version: '1' })
export class EstimatesController {
  constructor(private readonly estimates: EstimatesService) {}

  @Post()
  @RequirePermission('jobs:create')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Estimate what a job would cost',
    description:
      'Takes what `POST /v1/jobs` takes and stores nothing. The same code plans the job: who does what, why, and what it costs at least and at most.',
  })
  @ApiOkResponse({ description: 'The estimate', standardSchema: JobEstimateSchema })
  @Problems('input.invalid', 'http.malformed', 'http.too_large', 'http.unsupported_media_type')
  estimateJob(
    @Body({ schema: SubmitJobSchema }) job: SubmitJob,
    @Caller() caller: Principal,
  ): JobEstimateDto {
    const { tenantId, userId } = caller;
    return toJobEstimateDto(this.estimates.estimate({ ...job, tenantId, userId }));
  }
}
