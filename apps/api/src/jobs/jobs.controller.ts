import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AccessScope, type Principal, RequirePermission } from '#libs/auth';
import { JobQueries, JobsService, Manifests } from '#libs/orchestration';
import type { IdempotentRequest, StoredAnswer } from '#libs/idempotency';
import { Idempotent, Once } from '../http/idempotency/idempotent.decorator.js';
import { LocationOf } from '../http/location.js';
import { IdPipe } from '../http/validation.js';
import { Generation } from '../limits/limits.decorators.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller, CallerScope } from '../security/caller.decorator.js';
import { type JobDto, JobPageSchema, JobSchema, type JobPageDto } from './job.dto.js';
import {
  type Decide,
  DecideSchema,
  type ListJobs,
  ListJobsSchema,
  type SubmitJob,
  SubmitJobSchema,
} from './job-requests.dto.js';
import { toJobDto, toJobPageDto } from './job.mapper.js';
import { SubmitOnce } from './submit-once.js';

@ApiTags('Jobs')
@Controller({ path: 'jobs', version: '1' })
export class JobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly once: SubmitOnce,
    private readonly queries: JobQueries,
    private readonly manifests: Manifests,
  ) {}

  @Post()
  @RequirePermission('jobs:create')
  @HttpCode(202)
  @Idempotent('handler')
  @Generation()
  @LocationOf((job: JobDto) => `/v1/jobs/${job.id}`)
  @ApiOperation({
    summary: 'Submit a job',
    description: 'Checks everything first: what is refused is not enqueued.',
  })
  @ApiAcceptedResponse({
    description: 'The job, which runs from now on',
    standardSchema: JobSchema,
    headers: { Location: { description: 'Where to follow the job', schema: { type: 'string' } } },
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
  submitJob(
    @Body({ schema: SubmitJobSchema }) body: SubmitJob,
    @Caller() caller: Principal,
    @Once() request: IdempotentRequest | undefined,
  ): Promise<JobDto | StoredAnswer> {
    const command = { ...body, tenantId: caller.tenantId, userId: caller.userId };
    return request ? this.once.submit(command, request) : this.jobs.submit(command).then(toJobDto);
  }

  @Get()
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'List jobs, the newest first' })
  @ApiOkResponse({ description: 'One page of jobs', standardSchema: JobPageSchema })
  @Problems('input.invalid', 'job.bad_cursor')
  listJobs(
    @Query({ schema: ListJobsSchema }) page: ListJobs,
    @CallerScope() scope: AccessScope,
  ): Promise<JobPageDto> {
    return this.queries.list(scope, page).then(toJobPageDto);
  }

  @Get(':id')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'See a job: its status, stages, scores and cost' })
  @ApiId('job')
  @ApiOkResponse({ description: 'The job', standardSchema: JobSchema })
  @Problems('job.not_found')
  getJob(@Param('id', IdPipe) id: string, @CallerScope() scope: AccessScope): Promise<JobDto> {
    return this.queries.get(scope, id).then(toJobDto);
  }

  @Post(':id/approval')
  @RequirePermission('spend:approve')
  @HttpCode(202)
  @ApiOperation({ summary: 'Approve or reject a job that waits for it' })
  @ApiId('job')
  @ApiAcceptedResponse({ description: 'The job', standardSchema: JobSchema })
  @Problems(
    'input.invalid',
    'job.not_found',
    'job.not_awaiting_approval',
    'pipeline.not_installed',
    'manifest.not_found',
    'manifest.conflict',
  )
  decideJob(
    @Param('id', IdPipe) id: string,
    @Body({ schema: DecideSchema }) { manifestVersion, ...decision }: Decide,
    @CallerScope() scope: AccessScope,
  ): Promise<JobDto> {
    return this.manifests.decide(scope, id, decision, manifestVersion).then(toJobDto);
  }
}
