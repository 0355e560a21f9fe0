import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Principal, RequirePermission, userActor } from '#libs/auth';
import { KEY_PROVIDERS, TenantKeys } from '#libs/providers';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type ProviderKeyDto,
  type ProviderKeyListDto,
  ProviderKeyListSchema,
  type ProviderKeyPath,
  ProviderKeyPathSchema,
  ProviderKeySchema,
  type SetProviderKey,
  SetProviderKeySchema,
  toProviderKeyDto,
} from './provider-key.dto.js';

const Provider = ApiParam({ name: 'provider', description: 'Whose key it is', enum: [...KEY_PROVIDERS] });

@ApiTags('Costs')
@Controller({ path: 'provider-keys', version: '1' })
export class ProviderKeysController {
  constructor(private readonly keys: TenantKeys) {}

  @Get()
  @RequirePermission('settings:manage')
  @ApiOperation({ summary: 'List the tenant’s own keys to providers, without the keys' })
  @ApiOkResponse({ description: 'The keys', standardSchema: ProviderKeyListSchema })
  async listProviderKeys(@Caller() { tenantId }: Principal): Promise<ProviderKeyListDto> {
    return { items: (await this.keys.list(tenantId)).map(toProviderKeyDto) };
  }

  @Put(':provider')
  @RequirePermission('settings:manage')
  @ApiOperation({
    summary: 'Set the tenant’s own key to a provider',
    description:
      'The tenant’s jobs and estimates go by it within a second, before any key of the installation. Purchases are then billed by the provider to the tenant’s account; budgets and costs count them as before.',
  })
  @Provider
  @ApiOkResponse({ description: 'The key, without the key', standardSchema: ProviderKeySchema })
  @Problems('input.invalid')
  async setProviderKey(
    @Param({ schema: ProviderKeyPathSchema }) { provider }: ProviderKeyPath,
    @Body({ schema: SetProviderKeySchema }) { key }: SetProviderKey,
    @Caller() { tenantId, userId }: Principal,
  ): Promise<ProviderKeyDto> {
    return toProviderKeyDto(await this.keys.set(tenantId, provider, key, userActor(userId)));
  }

  @Delete(':provider')
  @RequirePermission('settings:manage')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Remove the tenant’s own key to a provider',
    description: 'What is being made with it can only be fetched once the key is set again.',
  })
  @Provider
  @ApiNoContentResponse({ description: 'There is no such key any more' })
  @Problems('input.invalid', 'provider_key.not_found')
  removeProviderKey(
    @Param({ schema: ProviderKeyPathSchema }) { provider }: ProviderKeyPath,
    @Caller() { tenantId, userId }: Principal,
  ): Promise<void> {
    return this.keys.remove(tenantId, provider, userActor(userId));
  }
}
