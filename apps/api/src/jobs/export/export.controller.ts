import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AccessScope, RequirePermission } from '#libs/auth';
import { IdPipe } from '../../http/validation.js';
import { ApiId } from '../../openapi/api-id.decorator.js';
import { Problems } from '../../openapi/problems.decorator.js';
import { CallerScope } from '../../security/caller.decorator.js';
import { type ExportJob, type ExportJobs, ExportJobSchema, ExportJobsSchema } from './export.dto.js';
import { JobExports } from './job-exports.js';

const FILES = {
  'application/json': { schema: { type: 'object' } },
  'text/csv': { schema: { type: 'string' } },
  'application/zip': { schema: { type: 'string', format: 'binary' } },
};

@ApiTags('Jobs')
@Controller({ path: 'jobs', version: '1' })
export class ExportController {
  constructor(private readonly exports: JobExports) {}

  @Get('export')
  @RequirePermission('results:read')
  @RouteConfig({ compress: false })
  @ApiOperation({
    summary: 'Export a list of jobs',
    description: 'At most 1,000, as one file: a batch by `batchId`, a day by `createdAt`.',
  })
  @ApiOkResponse({ description: 'The file', content: FILES })
  @Problems('input.invalid')
  exportJobs(
    @Query({ schema: ExportJobsSchema }) list: ExportJobs,
    @CallerScope() scope: AccessScope,
  ): Promise<StreamableFile> {
    return this.exports.many(scope, list);
  }

  @Get(':id/export')
  @RequirePermission('results:read')
  @RouteConfig({ compress: false })
  @ApiOperation({ summary: 'Export a job, with what it has made' })
  @ApiId('job')
  @ApiOkResponse({ description: 'The file', content: FILES })
  @Problems('input.invalid', 'job.not_found', 'storage.not_found')
  exportJob(
    @Param('id', IdPipe) id: string,
    @Query({ schema: ExportJobSchema }) { format }: ExportJob,
    @CallerScope() scope: AccessScope,
  ): Promise<StreamableFile> {
    return this.exports.one(scope, id, format);
  }
}
