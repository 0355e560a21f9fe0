import { Readable } from 'node:stream';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditEvents, type AuditEvent, type Principal, RequirePermission } from '#libs/auth';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type AuditPageDto,
  AuditPageSchema,
  type SearchAudit,
  SearchAuditSchema,
  toAuditPageDto,
} from './audit.dto.js';

const NDJSON = 'application/x-ndjson';

@ApiTags('Audit')
@Controller({ path: 'audit', version: '1' })
export class AuditController {
  constructor(private readonly events: AuditEvents) {}

  @Get()
  @RequirePermission('audit:read')
  @ApiOperation({ summary: 'See who did what, by default the newest first' })
  @ApiOkResponse({ description: 'One page of the audit log', standardSchema: AuditPageSchema })
  @Problems('input.invalid')
  searchAudit(
    @Query({ schema: SearchAuditSchema }) query: SearchAudit,
    @Caller() { tenantId }: Principal,
  ): Promise<AuditPageDto> {
    return this.events.search(tenantId, query).then(toAuditPageDto);
  }

  @Get('export')
  @RequirePermission('audit:read')
  @ApiOperation({
    summary: 'Download the whole audit log',
    description: 'One entry a line, the oldest first, with all that the hashes are made over.',
  })
  @ApiOkResponse({ description: 'The entries', content: { [NDJSON]: { schema: { type: 'string' } } } })
  exportAudit(@Caller() { tenantId }: Principal): StreamableFile {
    return new StreamableFile(Readable.from(lines(this.events.export(tenantId))), {
      type: NDJSON,
      disposition: 'attachment; filename="audit.ndjson"',
    });
  }
}

async function* lines(events: AsyncIterable<AuditEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(event)}\n`;
}
