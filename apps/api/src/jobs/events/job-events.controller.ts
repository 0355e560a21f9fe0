import { Controller, Get, Header, Headers, Param, Query, Req, type StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Principal, RequirePermission, streamCallerOf } from '#libs/auth';
import type { HttpRequest } from '../../http/http.types.js';
import { IdPipe } from '../../http/validation.js';
import { ApiId } from '../../openapi/api-id.decorator.js';
import { Problems } from '../../openapi/problems.decorator.js';
import { Caller } from '../../security/caller.decorator.js';
import { type FollowJob, FollowJobSchema } from '../job-requests.dto.js';
import { JobEventStreams } from './job-event-streams.js';
import { resumeAfter } from './resume.js';

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
      'a client should then close. `progress` events are snapshots and carry no id. A stream that ends with `reconnect` may be resumed ' +
      'with `Last-Event-ID`; one that ends with `revoked` may not.',
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
  @Problems('input.invalid', 'job.not_found', 'stream.too_many')
  followJob(
    @Param('id', IdPipe) id: string,
    @Query({ schema: FollowJobSchema }) { after }: FollowJob,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Caller() caller: Principal,
    @Req() { method }: HttpRequest,
  ): Promise<StreamableFile> {
    // Nobody would ever hang up on a stream that was opened for its headers.
    if (method === 'HEAD') return this.streams.head(streamCallerOf(caller), id);
    return this.streams.open(streamCallerOf(caller), id, resumeAfter(lastEventId, after));
  }
}
