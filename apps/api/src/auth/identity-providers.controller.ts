import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  IdentityProviders,
  type Principal,
  type ProviderAdmin,
  RequirePermission,
  userActor,
} from '#libs/auth';
import { LocationOf } from '../http/location.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type IdentityProviderDto,
  IdentityProviderListSchema,
  IdentityProviderSchema,
  toIdentityProviderDto,
  type WriteIdentityProvider,
  WriteIdentityProviderSchema,
} from './identity-provider.dto.js';

/** Who may vouch for a tenant's users. */
@ApiTags('Identity providers')
@Controller({ path: 'identity-providers', version: '1' })
export class IdentityProvidersController {
  constructor(private readonly providers: IdentityProviders) {}

  @Get()
  @RequirePermission('settings:manage')
  @ApiOperation({ summary: 'List identity providers' })
  @ApiOkResponse({ description: 'Those of your tenant', standardSchema: IdentityProviderListSchema })
  async listIdentityProviders(@Caller() { tenantId }: Principal): Promise<{ items: IdentityProviderDto[] }> {
    return { items: (await this.providers.list(tenantId)).map(toIdentityProviderDto) };
  }

  @Post()
  @RequirePermission('settings:manage')
  @LocationOf<IdentityProviderDto>(({ id }) => `/v1/identity-providers/${id}`)
  @ApiOperation({
    summary: 'Add an identity provider',
    description:
      'Its tokens sign in users of your tenant by their verified address, administrators too: add only whom you trust.',
  })
  @ApiCreatedResponse({ description: 'It counts at once', standardSchema: IdentityProviderSchema })
  @Problems('input.invalid', 'auth.identity_provider_taken')
  async createIdentityProvider(
    @Body({ schema: WriteIdentityProviderSchema }) body: WriteIdentityProvider,
    @Caller() caller: Principal,
  ): Promise<IdentityProviderDto> {
    return toIdentityProviderDto(await this.providers.create(adminOf(caller), body));
  }

  @Put(':id')
  @RequirePermission('settings:manage')
  @ApiId('identity provider')
  @ApiOperation({ summary: 'Replace an identity provider' })
  @ApiOkResponse({ description: 'As it is now', standardSchema: IdentityProviderSchema })
  @Problems('input.invalid', 'auth.identity_provider_not_found', 'auth.identity_provider_taken')
  async replaceIdentityProvider(
    @Param('id', IdPipe) id: string,
    @Body({ schema: WriteIdentityProviderSchema }) body: WriteIdentityProvider,
    @Caller() caller: Principal,
  ): Promise<IdentityProviderDto> {
    return toIdentityProviderDto(await this.providers.replace(adminOf(caller), id, body));
  }

  @Delete(':id')
  @RequirePermission('settings:manage')
  @HttpCode(204)
  @ApiId('identity provider')
  @ApiOperation({
    summary: 'Delete an identity provider',
    description: 'Users that it brought stay; their sessions too.',
  })
  @ApiNoContentResponse({ description: 'Its tokens count no more' })
  @Problems('auth.identity_provider_not_found')
  deleteIdentityProvider(@Param('id', IdPipe) id: string, @Caller() caller: Principal): Promise<void> {
    return this.providers.delete(adminOf(caller), id);
  }
}

const adminOf = ({ tenantId, userId }: Principal): ProviderAdmin => ({
  tenantId,
  actor: userActor(userId),
});
