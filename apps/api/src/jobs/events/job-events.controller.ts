import { Controller, Get, Header, Headers, Param, Query, type StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AccessScope, RequirePermission } from '#libs/auth';
import { IdPipe } from '../../http/validation.js';
import { ApiId } from '../../openapi/api-id.decorator.js';
import { Problems } from '../../openapi/problems.decorator.js';
import { CallerScope } from '../../security/caller.decorator.js';
import { type FollowJob, FollowJobSchema } from '../job-requests.dto.js';
import { JobEventStreams, resumeAfter } from './job-event-streams.js';

@ApiTags('Jobs')
@Controller({ path: 'jobs', version: '1' })
export class JobEventsController {
  constructor(private readonly streams: JobEventStreams) {}

  @Get(':id/events')
  @RequirePermission('jobs:read')
  @Header('cache-control', 'no-cache, no-transform')
  @Header('x-accel-buffering', 'no')
  @RouteConfig({ compress: false })
  @ApiOperation({
    summary: "Follow a job's events (server-sent events)",
    description:
      'Replays what was missed, then goes on live, and ends after `job.completed`, `job.failed` or `job.cancelled`: ' +
      'a client should then close. `progress` events are snapshots and carry no id.',
  })
  @ApiId('job')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Only events after this one.' })
  @ApiOkResponse({
    description: 'The events',
    content: {
      'text/event-stream': {
        schema: {
          type: 'string',
          example:
            'id: 3\nevent: stage.succeeded\ndata: {"at":"2026-11-21T09:30:00.000Z","stage":"direct"}\n\n',
        },
      },
    },
  })
  @Problems('input.invalid', 'job.not_found')
  followJob(
    @Param('id', IdPipe) id: string,
    @Query({ schema: FollowJobSchema }) { after }: FollowJob,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CallerScope() scope: AccessScope,
  ): Promise<StreamableFile> {
    return this.streams.open(scope, id, resumeAfter(lastEventId, after));
  }
}
