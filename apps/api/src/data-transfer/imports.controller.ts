import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Principal, RequireOperator } from '#libs/auth';
import { ImportControl, Imports } from '#libs/data-transfer';
import { HttpError } from '../http/http-error.js';
import { LocationOf } from '../http/location.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type ImportDto,
  type ImportListDto,
  ImportListSchema,
  type ImportOptions,
  ImportOptionsSchema,
  ImportSchema,
  toImportDto,
} from './transfer.dto.js';

@ApiTags('Data migration')
@Controller({ path: 'imports', version: '1' })
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly control: ImportControl,
  ) {}

  @Post()
  @RequireOperator('settings:manage')
  @HttpCode(202)
  @LocationOf((made: ImportDto) => `/v1/imports/${made.id}`)
  @ApiOperation({
    summary: 'Import a tenant from an archive',
    description:
      'Every byte and every row is checked before anything is written. Its users can sign in once all is there. The same archive again goes on with the import that there is.',
  })
  @ApiConsumes('application/x-tar')
  @ApiBody({ description: 'The archive', schema: { type: 'string', format: 'binary' } })
  @ApiAcceptedResponse({
    description: 'The import, which runs from now on',
    standardSchema: ImportSchema,
    headers: { Location: { description: 'Where to follow the import', schema: { type: 'string' } } },
  })
  @Problems(
    'input.invalid',
    'import.other_archive',
    'import.tenant_exists',
    'transfer.archive_damaged',
    'transfer.invalid_archive',
    'transfer.too_large',
    'transfer.unknown_format',
    'http.unsupported_media_type',
  )
  startImport(
    @Req() { body }: { body: unknown },
    @Query({ schema: ImportOptionsSchema }) options: ImportOptions,
    @Caller() caller: Principal,
  ): Promise<ImportDto> {
    if (!(body instanceof Readable)) {
      throw new HttpError('http.unsupported_media_type', 'Send the archive as application/x-tar');
    }
    return this.imports.upload(caller, body, options).then(toImportDto);
  }

  @Get()
  @RequireOperator('settings:manage')
  @ApiOperation({ summary: 'List imports, the newest first' })
  @ApiOkResponse({ description: 'The newest 100', standardSchema: ImportListSchema })
  async listImports(@Caller() caller: Principal): Promise<ImportListDto> {
    return { items: (await this.imports.list(caller)).map(toImportDto) };
  }

  @Get(':id')
  @RequireOperator('settings:manage')
  @ApiOperation({ summary: 'See how far an import is' })
  @ApiId('import')
  @ApiOkResponse({ description: 'The import', standardSchema: ImportSchema })
  @Problems('import.not_found')
  getImport(@Param('id', IdPipe) id: string, @Caller() caller: Principal): Promise<ImportDto> {
    return this.imports.get(caller, id).then(toImportDto);
  }

  @Post(':id/rollback')
  @RequireOperator('settings:manage')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take an import back',
    description: 'Removes exactly what it wrote, all at once; refused once the tenant has gone on to work.',
  })
  @ApiId('import')
  @ApiOkResponse({ description: 'The import', standardSchema: ImportSchema })
  @Problems('import.not_found', 'import.in_use')
  rollbackImport(@Param('id', IdPipe) id: string, @Caller() caller: Principal): Promise<ImportDto> {
    return this.control.undo(caller, id).then(toImportDto);
  }
}
