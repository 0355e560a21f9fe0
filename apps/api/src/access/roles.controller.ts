import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { type By, type Principal, RequirePermission, Roles } from '#libs/auth';
import { LocationOf } from '../http/location.js';
import { Problems } from '../openapi/problems.decorator.js';
import { CalledBy, Caller } from '../security/caller.decorator.js';
import {
  type AddRole,
  AddRoleSchema,
  type ChangeRole,
  ChangeRoleSchema,
  type RoleDto,
  type RoleListDto,
  RoleListSchema,
  RoleSchema,
  toRoleDto,
} from './roles.dto.js';

const Name = ApiParam({ name: 'name', description: 'The role’s name' });

@ApiTags('Access')
@Controller({ path: 'roles', version: '1' })
export class RolesController {
  constructor(private readonly roles: Roles) {}

  @Get()
  @RequirePermission('roles:manage')
  @ApiOperation({ summary: 'List the roles: those that are built in, and the tenant’s own' })
  @ApiOkResponse({ description: 'The roles', standardSchema: RoleListSchema })
  async listRoles(@Caller() caller: Principal): Promise<RoleListDto> {
    return { items: (await this.roles.list(caller)).map(toRoleDto) };
  }

  @Post()
  @RequirePermission('roles:manage')
  @LocationOf((role: RoleDto) => `/v1/roles/${role.name}`)
  @ApiOperation({
    summary: 'Define a role of the tenant’s own',
    description: 'From the same permissions as the built-in ones. Nobody gives more than they have.',
  })
  @ApiCreatedResponse({
    description: 'The role',
    standardSchema: RoleSchema,
    headers: { Location: { description: 'Where to find the role', schema: { type: 'string' } } },
  })
  @Problems('input.invalid', 'role.name_taken', 'auth.exceeds_own_rights')
  addRole(
    @Body({ schema: AddRoleSchema }) { name, ...definition }: AddRole,
    @CalledBy() by: By,
  ): Promise<RoleDto> {
    return this.roles.add(by, name, definition).then(toRoleDto);
  }

  @Get(':name')
  @RequirePermission('roles:manage')
  @ApiOperation({ summary: 'See a role' })
  @Name
  @ApiOkResponse({ description: 'The role', standardSchema: RoleSchema })
  @Problems('role.not_found')
  getRole(@Param('name') name: string, @Caller() caller: Principal): Promise<RoleDto> {
    return this.roles.get(caller, name).then(toRoleDto);
  }

  @Patch(':name')
  @RequirePermission('roles:manage')
  @ApiOperation({
    summary: 'Change a role of the tenant’s own',
    description: 'It counts within a second in every process, for everybody who has it.',
  })
  @Name
  @ApiOkResponse({ description: 'The role', standardSchema: RoleSchema })
  @Problems('input.invalid', 'role.not_found', 'role.built_in', 'auth.exceeds_own_rights')
  changeRole(
    @Param('name') name: string,
    @Body({ schema: ChangeRoleSchema }) change: ChangeRole,
    @CalledBy() by: By,
  ): Promise<RoleDto> {
    return this.roles.change(by, name, change).then(toRoleDto);
  }

  @Delete(':name')
  @RequirePermission('roles:manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a role that nobody has' })
  @Name
  @ApiNoContentResponse({ description: 'There is no such role any more' })
  @Problems('role.not_found', 'role.built_in', 'role.in_use', 'auth.exceeds_own_rights')
  deleteRole(@Param('name') name: string, @CalledBy() by: By): Promise<void> {
    return this.roles.remove(by, name);
  }
}
