import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type By, type Principal, RequirePermission, UserSessions } from '#libs/auth';
import { toUserSessionListDto } from '../auth/session-answers.js';
import {
  type EndedSessionsDto,
  EndedSessionsSchema,
  type UserSessionListDto,
  UserSessionListSchema,
} from '../auth/session.dto.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { CalledBy, Caller } from '../security/caller.decorator.js';

/** Where users are signed in, for administrators; everybody sees their own at `/v1/auth/sessions`. */
@ApiTags('Access')
@Controller({ path: 'users/:id/sessions', version: '1' })
export class UserSessionsController {
  constructor(private readonly sessions: UserSessions) {}

  @Get()
  @RequirePermission('users:manage')
  @ApiOperation({
    summary: 'List a user’s sessions',
    description: 'Those that can still be used, the last used first.',
  })
  @ApiId('user')
  @ApiOkResponse({ description: 'The user’s sessions', standardSchema: UserSessionListSchema })
  @Problems('user.not_found')
  async listUserSessions(
    @Param('id', IdPipe) id: string,
    @Caller() caller: Principal,
  ): Promise<UserSessionListDto> {
    return toUserSessionListDto(await this.sessions.list(caller, id));
  }

  @Delete()
  @RequirePermission('users:manage')
  @ApiOperation({
    summary: 'End all sessions of a user',
    description:
      'Their tokens and cookies count no more, in every process within a second. The user may sign in again: to prevent that, disable them.',
  })
  @ApiId('user')
  @ApiOkResponse({ description: 'How many there were', standardSchema: EndedSessionsSchema })
  @Problems('user.not_found', 'auth.exceeds_own_rights')
  async endUserSessions(@Param('id', IdPipe) id: string, @CalledBy() by: By): Promise<EndedSessionsDto> {
    return { ended: await this.sessions.endAll(by, id) };
  }

  @Delete(':sessionId')
  @RequirePermission('users:manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a session of a user' })
  @ApiId('user')
  @ApiId('session', 'sessionId')
  @ApiNoContentResponse({ description: 'It has ended' })
  @Problems('user.not_found', 'auth.session_not_found', 'auth.exceeds_own_rights')
  endUserSession(
    @Param('id', IdPipe) id: string,
    @Param('sessionId', IdPipe) sessionId: string,
    @CalledBy() by: By,
  ): Promise<void> {
    return this.sessions.end(by, id, sessionId);
  }
}
