import type { IncomingHttpHeaders } from 'node:http';
import { Controller, Get, Headers, Param, Res, type StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type AccessScope, RequirePermission } from '#libs/auth';
import { JobQueries } from '#libs/orchestration';
import type { HttpReply } from '../http/http.types.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { CallerScope } from '../security/caller.decorator.js';
import { type ArtifactListDto, ArtifactListSchema, toArtifactListDto } from './artifact.dto.js';
import { ArtifactDownloads } from './artifact-downloads.js';

const BINARY = { '*/*': { schema: { type: 'string', format: 'binary' } } };

@ApiTags('Artifacts')
@Controller({ version: '1' })
export class ArtifactsController {
  constructor(
    private readonly queries: JobQueries,
    private readonly downloads: ArtifactDownloads,
  ) {}

  @Get('jobs/:id/artifacts')
  @RequirePermission('results:read')
  @ApiOperation({ summary: 'List what a job has made' })
  @ApiId('job')
  @ApiOkResponse({ description: 'The artifacts', standardSchema: ArtifactListSchema })
  @Problems('job.not_found')
  listArtifacts(
    @Param('id', IdPipe) id: string,
    @CallerScope() scope: AccessScope,
  ): Promise<ArtifactListDto> {
    return this.queries.artifacts(scope, id).then(toArtifactListDto);
  }

  @Get('artifacts/:id')
  @RequirePermission('results:read')
  @RouteConfig({ compress: false })
  @ApiOperation({ summary: 'Download an artifact, or a part of it' })
  @ApiId('artifact')
  @ApiHeader({ name: 'Range', required: false, description: 'One range of bytes, e.g. `bytes=0-1023`.' })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'The ETag of what is there already.' })
  @ApiOkResponse({ description: 'The content', content: BINARY })
  @ApiResponse({ status: 206, description: 'The part that was asked for', content: BINARY })
  @ApiResponse({ status: 304, description: 'It is what is there already' })
  @Problems('artifact.not_found', 'storage.not_found', 'http.range_not_satisfiable')
  getArtifact(
    @Param('id', IdPipe) id: string,
    @Headers() headers: IncomingHttpHeaders,
    @CallerScope() scope: AccessScope,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile | undefined> {
    return this.downloads.serve(scope, id, headers, reply);
  }
}
