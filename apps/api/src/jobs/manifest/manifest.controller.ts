import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { type AccessScope, RequirePermission } from '#libs/auth';
import { Manifests } from '#libs/orchestration';
import { Idempotent } from '../../http/idempotency/idempotent.decorator.js';
import { EtagOf, onlyIfMatches } from '../../http/preconditions.js';
import { LocationOf } from '../../http/location.js';
import { IdPipe, NumberPipe } from '../../http/validation.js';
import { Generation } from '../../limits/limits.decorators.js';
import { ApiId } from '../../openapi/api-id.decorator.js';
import { Problems } from '../../openapi/problems.decorator.js';
import { CallerScope } from '../../security/caller.decorator.js';
import { type JobDto, JobSchema } from '../job.dto.js';
import { toJobDto } from '../job.mapper.js';
import {
  type CommentOnManifest,
  CommentOnManifestSchema,
  type EditManifest,
  EditManifestSchema,
  type ManifestCommentDto,
  ManifestCommentSchema,
  type ManifestDto,
  ManifestSchema,
  type ManifestVersionDetailDto,
  ManifestVersionDetailSchema,
} from './manifest.dto.js';
import { manifestTag, toCommentDto, toManifestDto, toVersionDetailDto } from './manifest.mapper.js';

@ApiTags('Manifests')
@Controller({ path: 'jobs/:id', version: '1' })
export class ManifestController {
  constructor(private readonly manifests: Manifests) {}

  @Get('manifest')
  @RequirePermission('jobs:read')
  @EtagOf(manifestTag)
  @ApiOperation({
    summary: 'See the plan of a job as it stands, its versions and the comments on them',
    description: 'It is there as soon as the job waits for its approval, or has gone on with it.',
  })
  @ApiId('job')
  @ApiOkResponse({ description: 'The manifest', standardSchema: ManifestSchema })
  @Problems('job.not_found', 'manifest.not_found')
  getManifest(@Param('id', IdPipe) id: string, @CallerScope() scope: AccessScope): Promise<ManifestDto> {
    return this.manifests.read(scope, id).then(toManifestDto);
  }

  @Get('manifest/versions/:version')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'See one version of a manifest' })
  @ApiId('job')
  @ApiParam({ name: 'version', description: 'From 1', schema: { type: 'integer', minimum: 1 } })
  @ApiOkResponse({ description: 'The version', standardSchema: ManifestVersionDetailSchema })
  @Problems('job.not_found', 'manifest.not_found')
  getManifestVersion(
    @Param('id', IdPipe) id: string,
    @Param('version', NumberPipe) version: number,
    @CallerScope() scope: AccessScope,
  ): Promise<ManifestVersionDetailDto> {
    return this.manifests.readVersion(scope, id, version).then(toVersionDetailDto);
  }

  @Put('manifest')
  @RequirePermission('jobs:update')
  @EtagOf(manifestTag)
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description:
      'The ETag of the manifest that the change starts from; where it has changed since, nothing is done.',
    schema: { type: 'string', maxLength: 200 },
  })
  @ApiOperation({
    summary: 'Change the plan of a job that waits for its approval',
    description:
      'Makes a new version; the job goes on with the newest one once it is approved. A change that starts from an older version is refused, so that nobody’s work is lost.',
  })
  @ApiId('job')
  @ApiOkResponse({ description: 'The manifest, with the new version', standardSchema: ManifestSchema })
  @Problems(
    'input.invalid',
    'job.not_found',
    'manifest.not_found',
    'manifest.conflict',
    'manifest.not_editable',
    'http.precondition_failed',
    'http.malformed',
    'http.too_large',
    'http.unsupported_media_type',
  )
  editManifest(
    @Param('id', IdPipe) id: string,
    @Body({ schema: EditManifestSchema }) change: EditManifest,
    @Headers('if-match') ifMatch: string | undefined,
    @CallerScope() scope: AccessScope,
  ): Promise<ManifestDto> {
    return onlyIfMatches(
      ifMatch,
      async () => manifestTag(toManifestDto(await this.manifests.read(scope, id))),
      () => this.manifests.edit(scope, id, change).then(toManifestDto),
      'manifest.conflict',
    );
  }

  @Post('manifest/comments')
  @RequirePermission('jobs:update')
  @Idempotent()
  @ApiOperation({ summary: 'Comment on a version of a manifest without changing it' })
  @ApiId('job')
  @ApiCreatedResponse({ description: 'The comment', standardSchema: ManifestCommentSchema })
  @Problems('input.invalid', 'job.not_found', 'manifest.not_found')
  commentOnManifest(
    @Param('id', IdPipe) id: string,
    @Body({ schema: CommentOnManifestSchema }) comment: CommentOnManifest,
    @CallerScope() scope: AccessScope,
  ): Promise<ManifestCommentDto> {
    return this.manifests.comment(scope, id, comment).then(toCommentDto);
  }

  @Post('preview')
  @Generation()
  @RequirePermission('jobs:update')
  @Idempotent()
  @HttpCode(202)
  @LocationOf((job: JobDto) => `/v1/jobs/${job.id}`)
  @ApiOperation({
    summary: 'Make a preview of a manifest as it stands',
    description:
      'Submits a job that makes the first ten seconds at a low resolution, on our own machines: it costs nothing. Its film is the artifact `preview.mp4`. This job stays as it is.',
  })
  @ApiId('job')
  @ApiAcceptedResponse({
    description: 'The job that makes the preview',
    standardSchema: JobSchema,
    headers: { Location: { description: 'Where to follow that job', schema: { type: 'string' } } },
  })
  @Problems(
    'job.not_found',
    'manifest.not_found',
    'manifest.no_preview',
    'quota.jobs_exceeded',
    'quota.storage_exceeded',
  )
  previewManifest(@Param('id', IdPipe) id: string, @CallerScope() scope: AccessScope): Promise<JobDto> {
    return this.manifests.preview(scope, id).then(toJobDto);
  }
}
