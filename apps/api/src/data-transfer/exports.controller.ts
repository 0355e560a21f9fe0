import type { IncomingHttpHeaders } from 'node:http';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiAcceptedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type Principal, RequireOperator, RequirePermission } from '#libs/auth';
import { Exports, ImportControl } from '#libs/data-transfer';
import { ArtifactDownloads } from '../artifacts/artifact-downloads.js';
import type { HttpReply } from '../http/http.types.js';
import { LocationOf } from '../http/location.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type ExportDto,
  type ExportListDto,
  ExportListSchema,
  ExportSchema,
  type ImportDto,
  type ImportExport,
  ImportExportSchema,
  ImportSchema,
  type StartExport,
  StartExportSchema,
  toExportDto,
  toImportDto,
} from './transfer.dto.js';

const TAR = { 'application/x-tar': { schema: { type: 'string', format: 'binary' } } };

@ApiTags('Data migration')
@Controller({ path: 'exports', version: '1' })
export class ExportsController {
  constructor(
    private readonly exports: Exports,
    private readonly control: ImportControl,
    private readonly downloads: ArtifactDownloads,
  ) {}

  @Post()
  @RequirePermission('settings:manage')
  @HttpCode(202)
  @LocationOf((made: ExportDto) => `/v1/exports/${made.id}`)
  @ApiOperation({
    summary: 'Export the tenant with all its data',
    description:
      'Users, budgets, schedules, and jobs that have ended with their files. No passwords or secrets.',
  })
  @ApiAcceptedResponse({
    description: 'The export, which runs from now on',
    standardSchema: ExportSchema,
    headers: { Location: { description: 'Where to follow the export', schema: { type: 'string' } } },
  })
  @Problems('input.invalid')
  startExport(
    @Body({ schema: StartExportSchema }) options: StartExport,
    @Caller() caller: Principal,
  ): Promise<ExportDto> {
    return this.exports.start(caller, options).then(toExportDto);
  }

  @Get()
  @RequirePermission('settings:manage')
  @ApiOperation({ summary: 'List exports, the newest first' })
  @ApiOkResponse({ description: 'The newest 100', standardSchema: ExportListSchema })
  async listExports(@Caller() caller: Principal): Promise<ExportListDto> {
    return { items: (await this.exports.list(caller)).map(toExportDto) };
  }

  @Get(':id')
  @RequirePermission('settings:manage')
  @ApiOperation({ summary: 'See how far an export is' })
  @ApiId('export')
  @ApiOkResponse({ description: 'The export', standardSchema: ExportSchema })
  @Problems('export.not_found')
  getExport(@Param('id', IdPipe) id: string, @Caller() caller: Principal): Promise<ExportDto> {
    return this.exports.get(caller, id).then(toExportDto);
  }

  @Get(':id/archive')
  @RequirePermission('settings:manage')
  @RouteConfig({ compress: false })
  @ApiOperation({ summary: 'Download the archive of an export, or a part of it' })
  @ApiId('export')
  @ApiHeader({ name: 'Range', required: false, description: 'One range of bytes, e.g. `bytes=0-1023`.' })
  @ApiOkResponse({ description: 'The archive', content: TAR })
  @ApiResponse({ status: 206, description: 'The part that was asked for', content: TAR })
  @Problems('export.not_found', 'export.not_ready', 'storage.not_found', 'http.range_not_satisfiable')
  async getArchive(
    @Param('id', IdPipe) id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile | undefined> {
    const { createdAt, ...archive } = await this.exports.archive(caller, id);
    const described = {
      mediaType: 'application/x-tar',
      name: `tenant-${id}.tar`,
      createdAt: createdAt.toISOString(),
    };
    return this.downloads.serveContent({ ...archive, ...described }, headers, reply);
  }

  @Post(':id/imports')
  @RequireOperator('settings:manage')
  @HttpCode(202)
  @LocationOf((made: ImportDto) => `/v1/imports/${made.id}`)
  @ApiOperation({ summary: 'Import the archive of an export into this system, as another tenant' })
  @ApiId('export')
  @ApiAcceptedResponse({ description: 'The import, which runs from now on', standardSchema: ImportSchema })
  @Problems(
    'input.invalid',
    'export.not_found',
    'export.not_ready',
    'import.tenant_exists',
    'import.other_archive',
  )
  importExport(
    @Param('id', IdPipe) id: string,
    @Body({ schema: ImportExportSchema }) target: ImportExport,
    @Caller() caller: Principal,
  ): Promise<ImportDto> {
    return this.control.fromExport(caller, id, target).then(toImportDto);
  }
}
