import { Controller, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Principal, RequirePermission, streamCallerOf, StreamTickets } from '#libs/auth';
import { JobQueries } from '#libs/orchestration';
import { IdPipe } from '../../http/validation.js';
import { ApiId } from '../../openapi/api-id.decorator.js';
import { Problems } from '../../openapi/problems.decorator.js';
import { Caller } from '../../security/caller.decorator.js';

const StreamTicketSchema = z
  .object({
    ticket: z.string().describe('Offer it as the subprotocol `aiprod.ticket.<ticket>` beside `aiprod.v1`.'),
    expiresAt: z.iso.datetime(),
  })
  .meta({
    id: 'StreamTicket',
    examples: [
      { ticket: 'nq3bTz1q0Yx0n8m5Q2y7vK9dJc6wUe4hR1sLfGtA-pE', expiresAt: '2026-11-21T09:30:30.000Z' },
    ],
  });

type StreamTicketDto = z.output<typeof StreamTicketSchema>;

@ApiTags('Jobs')
@Controller({ path: 'jobs', version: '1' })
export class StreamTicketsController {
  constructor(
    private readonly tickets: StreamTickets,
    private readonly queries: JobQueries,
  ) {}

  @Post(':id/stream-tickets')
  @RequirePermission('jobs:read')
  @ApiOperation({
    summary: "Get a ticket for a WebSocket of a job's events",
    description:
      'Browsers can’t send `Authorization` with a WebSocket. Open `/v1/jobs/{id}/events/ws` with the subprotocols `aiprod.v1` and ' +
      '`aiprod.ticket.<ticket>` within 30 seconds; a ticket is good once. Its messages are JSON, `{id, event, data}`, the same as the ' +
      'server-sent events; resume with `?after=<id>`. Closed with 1000 the job has ended, with 1012 or 4408 (too slow) come back, with ' +
      '4401 access has been revoked.',
  })
  @ApiId('job')
  @ApiCreatedResponse({ description: 'The ticket', standardSchema: StreamTicketSchema })
  @Problems('job.not_found')
  async createStreamTicket(
    @Param('id', IdPipe) id: string,
    @Caller() principal: Principal,
  ): Promise<StreamTicketDto> {
    const caller = streamCallerOf(principal);
    await this.queries.get(caller, id);
    return this.tickets.issue(caller, id);
  }
}
