import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AccessScope, RequirePermission } from '#libs/auth';
import { JobControl, JobRerun, JobsService } from '#libs/orchestration';
import { IdPipe } from '../../http/validation.js';
import { Generation } from '../../limits/limits.decorators.js';
import { ApiId } from '../../openapi/api-id.decorator.js';
import { Problems } from '../../openapi/problems.decorator.js';
import { CallerScope } from '../../security/caller.decorator.js';
import { type JobDto, JobSchema } from '../job.dto.js';
import { toJobDto } from '../job.mapper.js';
import {
  type Prioritise,
  PrioritiseSchema,
  type RerunDto,
  type RerunRequest,
  RerunRequestSchema,
  RerunSchema,
  toRerunDto,
} from './job-control.dto.js';
import {
  type CancelledJobDto,
  CancelledJobSchema,
  type ReceiptDto,
  ReceiptSchema,
  toReceiptDto,
} from './receipt.dto.js';

@ApiTags('Job control')
@Controller({ path: 'jobs', version: '1' })
export class JobControlController {
  constructor(
    private readonly jobs: JobsService,
    private readonly control: JobControl,
    private readonly reruns: JobRerun,
  ) {}

  @Post(':id/cancel')
  @RequirePermission('jobs:update')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Cancel a job',
    description:
      'Work that is running is stopped, in whatever process it runs. The receipt tells what was stopped and what can’t be taken back.',
  })
  @ApiId('job')
  @ApiAcceptedResponse({ description: 'The job, with its receipt', standardSchema: CancelledJobSchema })
  @Problems('job.not_found', 'job.already_ended')
  async cancelJob(
    @Param('id', IdPipe) id: string,
    @CallerScope() scope: AccessScope,
  ): Promise<CancelledJobDto> {
    const job = await this.jobs.cancel(scope, id);
    return { ...toJobDto(job), receipt: toReceiptDto(await this.control.receipt(scope, id)) };
  }

  @Get(':id/receipt')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'See what cancelling a job stopped, and what may still be charged' })
  @ApiId('job')
  @ApiOkResponse({ description: 'The receipt, as of now', standardSchema: ReceiptSchema })
  @Problems('job.not_found', 'job.not_cancelled')
  getReceipt(@Param('id', IdPipe) id: string, @CallerScope() scope: AccessScope): Promise<ReceiptDto> {
    return this.control.receipt(scope, id).then(toReceiptDto);
  }

  @Post(':id/pause')
  @RequirePermission('jobs:update')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Pause a job',
    description: 'Stages that run finish and count; nothing new of the job starts until it is resumed.',
  })
  @ApiId('job')
  @ApiAcceptedResponse({ description: 'The job', standardSchema: JobSchema })
  @Problems('job.not_found', 'job.not_pausable')
  pauseJob(@Param('id', IdPipe) id: string, @CallerScope() scope: AccessScope): Promise<JobDto> {
    return this.control.pause(scope, id).then(toJobDto);
  }

  @Post(':id/resume')
  @RequirePermission('jobs:update')
  @HttpCode(202)
  @ApiOperation({ summary: 'Let a paused job go on' })
  @ApiId('job')
  @ApiAcceptedResponse({ description: 'The job', standardSchema: JobSchema })
  @Problems('job.not_found', 'job.not_paused')
  resumeJob(@Param('id', IdPipe) id: string, @CallerScope() scope: AccessScope): Promise<JobDto> {
    return this.control.resume(scope, id).then(toJobDto);
  }

  @Patch(':id')
  @RequirePermission('jobs:update')
  @ApiOperation({
    summary: 'Change the priority of a job',
    description: 'What waits in the queues is moved; what runs goes on.',
  })
  @ApiId('job')
  @ApiOkResponse({ description: 'The job', standardSchema: JobSchema })
  @Problems('input.invalid', 'job.not_found', 'job.already_ended')
  prioritiseJob(
    @Param('id', IdPipe) id: string,
    @Body({ schema: PrioritiseSchema }) { priority }: Prioritise,
    @CallerScope() scope: AccessScope,
  ): Promise<JobDto> {
    return this.control.prioritise(scope, id, priority).then(toJobDto);
  }

  @Post(':id/rerun')
  @Generation()
  @RequirePermission('jobs:update')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Run part of a job again',
    description:
      'From a stage on, or one item of a fan-out and what comes after it. Answers what runs again and what each part cost last time; with `dryRun` nothing is changed. What never succeeded runs too.',
  })
  @ApiId('job')
  @ApiOkResponse({ description: 'What runs again', standardSchema: RerunSchema })
  @Problems('input.invalid', 'job.not_found', 'job.not_rerunnable', 'pipeline.not_installed')
  rerunJob(
    @Param('id', IdPipe) id: string,
    @Body({ schema: RerunRequestSchema }) { from, item, dryRun }: RerunRequest,
    @CallerScope() scope: AccessScope,
  ): Promise<RerunDto> {
    const request = { from, items: item === undefined ? null : [item] };
    const answer = dryRun ? this.reruns.forecast(scope, id, request) : this.reruns.rerun(scope, id, request);
    return answer.then((forecast) => toRerunDto(forecast, dryRun));
  }
}
