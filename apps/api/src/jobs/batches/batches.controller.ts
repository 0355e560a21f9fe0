import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AccessScope, type Principal, RequirePermission } from '#libs/auth';
import { JobBatches, JobQueries } from '#libs/orchestration';
import { Idempotent } from '../../http/idempotency/idempotent.decorator.js';
import { LocationOf } from '../../http/location.js';
import { IdPipe } from '../../http/validation.js';
import { Generation } from '../../limits/limits.decorators.js';
import { ApiId } from '../../openapi/api-id.decorator.js';
import { Problems } from '../../openapi/problems.decorator.js';
import { Caller, CallerScope } from '../../security/caller.decorator.js';
import {
  type AcceptedBatchDto,
  AcceptedBatchSchema,
  type BatchDto,
  BatchSchema,
  type SubmitBatch,
  SubmitBatchSchema,
} from './batch.dto.js';
import { toAcceptedBatchDto, toBatchDto } from './batch.mapper.js';

@ApiTags('Jobs')
@Controller({ version: '1' })
export class BatchesController {
  constructor(
    private readonly batches: JobBatches,
    private readonly queries: JobQueries,
  ) {}

  @Post('jobs/batch')
  @RequirePermission('jobs:create')
  @HttpCode(202)
  @Idempotent()
  @Generation()
  @LocationOf(({ batchId }: AcceptedBatchDto) => `/v1/batches/${batchId}`)
  @ApiOperation({
    summary: 'Submit many jobs',
    description:
      'All of them are accepted or none: where one is wrong, every wrong field of every job is named and nothing is enqueued. From then on each job goes its own way.',
  })
  @ApiAcceptedResponse({
    description: 'The jobs, in the order of the request',
    standardSchema: AcceptedBatchSchema,
    headers: { Location: { description: 'Where to follow the batch', schema: { type: 'string' } } },
  })
  @Problems(
    'input.invalid',
    'costs.budget_exceeded',
    'quota.jobs_exceeded',
    'quota.storage_exceeded',
    'http.malformed',
    'http.too_large',
    'http.unsupported_media_type',
  )
  submitBatch(
    @Body({ schema: SubmitBatchSchema }) { jobs }: SubmitBatch,
    @Caller() { tenantId, userId }: Principal,
  ): Promise<AcceptedBatchDto> {
    return this.batches.submit(jobs.map((job) => ({ ...job, tenantId, userId }))).then(toAcceptedBatchDto);
  }

  @Get('batches/:id')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'See a batch: how many of its jobs are in each status, its progress and cost' })
  @ApiId('batch')
  @ApiOkResponse({ description: 'The batch', standardSchema: BatchSchema })
  @Problems('batch.not_found')
  getBatch(@Param('id', IdPipe) id: string, @CallerScope() scope: AccessScope): Promise<BatchDto> {
    return this.queries.batch(scope, id).then(toBatchDto);
  }
}
