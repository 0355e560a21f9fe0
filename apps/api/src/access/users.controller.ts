import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type By, type Principal, RequirePermission, UserAdministration } from '#libs/auth';
import { LocationOf } from '../http/location.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { CalledBy, Caller } from '../security/caller.decorator.js';
import {
  type AddedUserDto,
  AddedUserSchema,
  type AddUser,
  AddUserSchema,
  type ChangeUser,
  ChangeUserSchema,
  type GiveRole,
  GiveRoleSchema,
  type ListUsers,
  ListUsersSchema,
  toUserDto,
  type UserDto,
  type UserPageDto,
  UserPageSchema,
  UserSchema,
} from './users.dto.js';

@ApiTags('Access')
@Controller({ path: 'users', version: '1' })
export class UsersController {
  constructor(private readonly users: UserAdministration) {}

  @Get()
  @RequirePermission('users:manage')
  @ApiOperation({ summary: 'List the tenant’s users, by default the newest first' })
  @ApiOkResponse({ description: 'One page of users', standardSchema: UserPageSchema })
  @Problems('input.invalid')
  async listUsers(
    @Query({ schema: ListUsersSchema }) page: ListUsers,
    @Caller() caller: Principal,
  ): Promise<UserPageDto> {
    const { items, nextCursor } = await this.users.list(caller, page);
    return { items: items.map(toUserDto), nextCursor };
  }

  @Post()
  @RequirePermission('users:manage')
  @LocationOf((user: AddedUserDto) => `/v1/users/${user.id}`)
  @ApiOperation({
    summary: 'Add a user',
    description:
      'Giving another role than `USER` needs `roles:manage` too. Nobody gives more than they have.',
  })
  @ApiCreatedResponse({
    description: 'The user, with the first password',
    standardSchema: AddedUserSchema,
    headers: { Location: { description: 'Where to find the user', schema: { type: 'string' } } },
  })
  @Problems('input.invalid', 'auth.email_taken', 'auth.exceeds_own_rights')
  async addUser(@Body({ schema: AddUserSchema }) wanted: AddUser, @CalledBy() by: By): Promise<AddedUserDto> {
    const { user, password } = await this.users.add(by, wanted);
    return { ...toUserDto(user), password };
  }

  @Get(':id')
  @RequirePermission('users:manage')
  @ApiOperation({ summary: 'See a user' })
  @ApiId('user')
  @ApiOkResponse({ description: 'The user', standardSchema: UserSchema })
  @Problems('user.not_found')
  getUser(@Param('id', IdPipe) id: string, @Caller() caller: Principal): Promise<UserDto> {
    return this.users.get(caller, id).then(toUserDto);
  }

  @Patch(':id')
  @RequirePermission('users:manage')
  @ApiOperation({
    summary: 'Disable a user, or let them call again',
    description:
      'It counts within a second in every process, for access tokens and API keys that are out as well.',
  })
  @ApiId('user')
  @ApiOkResponse({ description: 'The user', standardSchema: UserSchema })
  @Problems('input.invalid', 'user.not_found', 'user.last_admin', 'auth.exceeds_own_rights')
  changeUser(
    @Param('id', IdPipe) id: string,
    @Body({ schema: ChangeUserSchema }) { disabled }: ChangeUser,
    @CalledBy() by: By,
  ): Promise<UserDto> {
    return this.users.setDisabled(by, id, disabled).then(toUserDto);
  }

  @Put(':id/role')
  @RequirePermission('roles:manage')
  @ApiOperation({
    summary: 'Give a user another role',
    description: 'It counts within a second in every process. Nobody gives more than they have.',
  })
  @ApiId('user')
  @ApiOkResponse({ description: 'The user', standardSchema: UserSchema })
  @Problems('input.invalid', 'user.not_found', 'user.last_admin', 'auth.exceeds_own_rights')
  giveRole(
    @Param('id', IdPipe) id: string,
    @Body({ schema: GiveRoleSchema }) { role }: GiveRole,
    @CalledBy() by: By,
  ): Promise<UserDto> {
    return this.users.giveRole(by, id, role).then(toUserDto);
  }

  @Delete(':id/mfa')
  @RequirePermission('users:manage')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Take away a user’s second factor, with its recovery codes',
    description:
      'For who has lost both: the next sign-in asks for the password alone. The user’s sessions end. Nobody does this for themselves.',
  })
  @ApiId('user')
  @ApiNoContentResponse({ description: 'There is no second factor any more' })
  @Problems('user.not_found', 'auth.mfa_not_enabled', 'auth.exceeds_own_rights')
  resetMfa(@Param('id', IdPipe) id: string, @CalledBy() by: By): Promise<void> {
    return this.users.resetMfa(by, id);
  }
}
