import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Principal, RequirePermission } from '#libs/auth';
import { JobBatches } from '#libs/orchestration';
import { Idempotent } from '../http/idempotency/idempotent.decorator.js';
import { Generation } from '../limits/limits.decorators.js';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import { type BatchDto, BatchSchema, type SubmitBatch, SubmitBatchSchema } from './batch.dto.js';
import { toJobDto } from './job.mapper.js';

@ApiTags('Jobs')
@Controller({ path: 'jobs/batch', version: '1' })
export class BatchesController {
  constructor(private readonly batches: JobBatches) {}

  @Post()
  @RequirePermission('jobs:create')
  @HttpCode(202)
  @Idempotent()
  @Generation()
  @ApiOperation({
    summary: 'Submit many jobs',
    description:
      'All of them are accepted or none: where one is wrong, every wrong field of every job is named and nothing is enqueued. From then on each job goes its own way.',
  })
  @ApiAcceptedResponse({ description: 'The jobs, in the order of the request', standardSchema: BatchSchema })
  @Problems(
    'input.invalid',
    'costs.budget_exceeded',
    'quota.jobs_exceeded',
    'quota.storage_exceeded',
    'http.malformed',
    'http.too_large',
    'http.unsupported_media_type',
  )
  async submitBatch(
    @Body({ schema: SubmitBatchSchema }) { jobs }: SubmitBatch,
    @Caller() { tenantId, userId }: Principal,
  ): Promise<BatchDto> {
    const accepted = await this.batches.submit(jobs.map((job) => ({ ...job, tenantId, userId })));
    return { items: accepted.map(toJobDto) };
  }
}
