import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiKeys, type By, type Principal, RequireSession } from '#libs/auth';
import { LocationOf } from '../http/location.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { CalledBy, Caller } from '../security/caller.decorator.js';
import {
  type AddApiKey,
  AddApiKeySchema,
  type AddedApiKeyDto,
  AddedApiKeySchema,
  type ApiKeyDto,
  type ApiKeyPageDto,
  ApiKeyPageSchema,
  ApiKeySchema,
  type ListApiKeys,
  ListApiKeysSchema,
  type RotateApiKey,
  RotateApiKeySchema,
  toAddedApiKeyDto,
  toApiKeyDto,
} from './api-keys.dto.js';

const AddedKeyResponse = ApiCreatedResponse({
  description: 'The key, which is not shown again',
  standardSchema: AddedApiKeySchema,
  headers: { Location: { description: 'Where to find what is known of it', schema: { type: 'string' } } },
});
const LocationOfKey = LocationOf((key: AddedApiKeyDto) => `/v1/api-keys/${key.id}`);

/** Keys are made and taken away by people: a key that has leaked must not be able to make another. */
@ApiTags('Access')
@Controller({ path: 'api-keys', version: '1' })
export class ApiKeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Get()
  @RequireSession()
  @ApiOperation({
    summary: 'List your API keys, by default the newest first; with `users:manage`, all of the tenant',
  })
  @ApiOkResponse({ description: 'One page of keys, without their secrets', standardSchema: ApiKeyPageSchema })
  @Problems('input.invalid')
  async listApiKeys(
    @Query({ schema: ListApiKeysSchema }) page: ListApiKeys,
    @Caller() caller: Principal,
  ): Promise<ApiKeyPageDto> {
    const { items, nextCursor } = await this.keys.list(caller, page);
    return { items: items.map(toApiKeyDto), nextCursor };
  }

  @Post()
  @RequireSession()
  @LocationOfKey
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Make an API key',
    description:
      'It calls as its owner in the role `SERVICE`, with the permissions that are named here and that the owner still has.',
  })
  @AddedKeyResponse
  @Problems('input.invalid', 'auth.exceeds_own_rights')
  addApiKey(
    @Body({ schema: AddApiKeySchema }) wanted: AddApiKey,
    @CalledBy() by: By,
  ): Promise<AddedApiKeyDto> {
    return this.keys.add(by, wanted).then(toAddedApiKeyDto);
  }

  @Get(':id')
  @RequireSession()
  @ApiOperation({ summary: 'See an API key, without its secret' })
  @ApiId('API key')
  @ApiOkResponse({ description: 'The key', standardSchema: ApiKeySchema })
  @Problems('api_key.not_found')
  getApiKey(@Param('id', IdPipe) id: string, @Caller() caller: Principal): Promise<ApiKeyDto> {
    return this.keys.get(caller, id).then(toApiKeyDto);
  }

  @Post(':id/rotation')
  @RequireSession()
  @LocationOfKey
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Make a key in the place of this one, which opens for a while yet' })
  @ApiId('API key')
  @AddedKeyResponse
  @Problems('input.invalid', 'api_key.not_found', 'api_key.ended', 'auth.exceeds_own_rights')
  rotateApiKey(
    @Param('id', IdPipe) id: string,
    @Body({ schema: RotateApiKeySchema }) rotation: RotateApiKey,
    @CalledBy() by: By,
  ): Promise<AddedApiKeyDto> {
    return this.keys.rotate(by, id, rotation).then(toAddedApiKeyDto);
  }

  @Delete(':id')
  @RequireSession()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Revoke an API key for good',
    description: 'It counts within a second in every process.',
  })
  @ApiId('API key')
  @ApiNoContentResponse({ description: 'It opens nothing any more' })
  @Problems('api_key.not_found', 'auth.exceeds_own_rights')
  revokeApiKey(@Param('id', IdPipe) id: string, @CalledBy() by: By): Promise<void> {
    return this.keys.revoke(by, id);
  }
}
