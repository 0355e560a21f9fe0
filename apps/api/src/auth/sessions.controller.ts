import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireSession, type SessionCaller, Sessions } from '#libs/auth';
import type { HttpReply } from '../http/http.types.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { OwnSession } from './client.decorator.js';
import {
  type EndedSessionsDto,
  EndedSessionsSchema,
  type SessionListDto,
  SessionListSchema,
} from './session.dto.js';
import { toSessionListDto } from './session-answers.js';
import { SessionCookies } from './session-cookies.js';

@ApiTags('Sign-in')
@Controller({ path: 'auth', version: '1' })
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookies: SessionCookies,
  ) {}

  @Post('logout')
  @RequireSession()
  @HttpCode(204)
  @ApiOperation({ summary: 'End the session of this request' })
  @ApiNoContentResponse({
    description: 'Its tokens and cookies count no more, in every process within a second',
  })
  async logout(
    @OwnSession() caller: SessionCaller,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<void> {
    await this.sessions.logout(caller);
    this.cookies.clear(reply);
  }

  @Post('logout-everywhere')
  @RequireSession()
  @HttpCode(200)
  @ApiOperation({ summary: 'End all your sessions, this one too' })
  @ApiOkResponse({ description: 'How many there were', standardSchema: EndedSessionsSchema })
  async logoutEverywhere(
    @OwnSession() caller: SessionCaller,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<EndedSessionsDto> {
    const ended = await this.sessions.logoutEverywhere(caller);
    this.cookies.clear(reply);
    return { ended };
  }

  @Get('sessions')
  @RequireSession()
  @ApiOperation({
    summary: 'List your sessions',
    description: 'Those that can still be used, the last used first.',
  })
  @ApiOkResponse({ description: 'Your sessions', standardSchema: SessionListSchema })
  async listSessions(@OwnSession() { userId, sessionId }: SessionCaller): Promise<SessionListDto> {
    return toSessionListDto(await this.sessions.list(userId), sessionId);
  }

  @Delete('sessions/:id')
  @RequireSession()
  @HttpCode(204)
  @ApiId('session')
  @ApiOperation({ summary: 'End one of your sessions' })
  @ApiNoContentResponse({ description: 'It has ended' })
  @Problems('auth.session_not_found')
  endSession(@Param('id', IdPipe) id: string, @OwnSession() caller: SessionCaller): Promise<void> {
    return this.sessions.end(caller, id);
  }
}
