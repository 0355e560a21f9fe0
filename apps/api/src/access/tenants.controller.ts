import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type By, RequireOperator, Tenants } from '#libs/auth';
import { LocationOf } from '../http/location.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { CalledBy } from '../security/caller.decorator.js';
import {
  type AddedTenantDto,
  AddedTenantSchema,
  type AddTenant,
  AddTenantSchema,
  type ChangeTenant,
  ChangeTenantSchema,
  type ListTenants,
  ListTenantsSchema,
  type TenantDto,
  type TenantPageDto,
  TenantPageSchema,
  TenantSchema,
  toTenantDto,
} from './tenants.dto.js';

@ApiTags('Administration')
@Controller({ path: 'tenants', version: '1' })
export class TenantsController {
  constructor(private readonly tenants: Tenants) {}

  @Get()
  @RequireOperator('settings:manage')
  @ApiOperation({ summary: 'List the tenants of the system, by default the newest first' })
  @ApiOkResponse({ description: 'One page of tenants', standardSchema: TenantPageSchema })
  @Problems('input.invalid')
  async listTenants(@Query({ schema: ListTenantsSchema }) page: ListTenants): Promise<TenantPageDto> {
    const { items, nextCursor } = await this.tenants.list(page);
    return { items: items.map(toTenantDto), nextCursor };
  }

  @Post()
  @RequireOperator('users:manage')
  @LocationOf((tenant: AddedTenantDto) => `/v1/tenants/${tenant.id}`)
  @ApiOperation({ summary: 'Add a tenant with its first administrator' })
  @ApiCreatedResponse({
    description: 'The tenant',
    standardSchema: AddedTenantSchema,
    headers: { Location: { description: 'Where to find the tenant', schema: { type: 'string' } } },
  })
  @Problems('input.invalid', 'auth.email_taken')
  async addTenant(
    @Body({ schema: AddTenantSchema }) wanted: AddTenant,
    @CalledBy() by: By,
  ): Promise<AddedTenantDto> {
    const { tenant, password } = await this.tenants.add(by, wanted);
    return { ...toTenantDto(tenant), admin: { email: wanted.adminEmail, password } };
  }

  @Get(':id')
  @RequireOperator('settings:manage')
  @ApiOperation({ summary: 'See a tenant' })
  @ApiId('tenant')
  @ApiOkResponse({ description: 'The tenant', standardSchema: TenantSchema })
  @Problems('tenant.not_found')
  getTenant(@Param('id', IdPipe) id: string): Promise<TenantDto> {
    return this.tenants.get(id).then(toTenantDto);
  }

  @Patch(':id')
  @RequireOperator('settings:manage')
  @ApiOperation({
    summary: 'Rename a tenant, suspend it, or let it go on',
    description: 'Suspending counts within a second in every process. Jobs that it has submitted go on.',
  })
  @ApiId('tenant')
  @ApiOkResponse({ description: 'The tenant', standardSchema: TenantSchema })
  @Problems('input.invalid', 'tenant.not_found', 'tenant.is_operator')
  changeTenant(
    @Param('id', IdPipe) id: string,
    @Body({ schema: ChangeTenantSchema }) change: ChangeTenant,
    @CalledBy() by: By,
  ): Promise<TenantDto> {
    return this.tenants.change(by, id, change).then(toTenantDto);
  }
}
