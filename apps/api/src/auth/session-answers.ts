import { Injectable } from '@nestjs/common';
import { AccessTokens, type SessionView, type SignInResult, type StartedSession } from '#libs/auth';
import type { HttpReply } from '../http/http.types.js';
import type {
  SessionListDto,
  SignedInDto,
  StartedSessionDto,
  TokensDto,
  UserSessionListDto,
} from './session.dto.js';
import { SessionCookies } from './session-cookies.js';

/** Tells a client of its session: as tokens, or as cookies. */
@Injectable()
export class SessionAnswers {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly cookies: SessionCookies,
  ) {}

  signedIn(result: SignInResult, reply: HttpReply): SignedInDto {
    return 'mfaRequired' in result ? result : this.started(result, reply);
  }

  started(session: StartedSession, reply: HttpReply): StartedSessionDto {
    if (session.kind === 'token') return this.tokensOf(session);
    const csrfToken = this.cookies.set(reply, session);
    return { sessionId: session.sessionId, csrfToken, expiresIn: session.idleSeconds };
  }

  tokensOf(session: StartedSession): TokensDto {
    return {
      ...this.tokens.issue(session),
      tokenType: 'Bearer',
      refreshToken: session.secret,
      refreshExpiresIn: session.idleSeconds,
      sessionId: session.sessionId,
    };
  }
}

const toSessionDto = (session: SessionView) => ({
  ...session,
  createdAt: session.createdAt.toISOString(),
  lastUsedAt: session.lastUsedAt.toISOString(),
  expiresAt: session.expiresAt.toISOString(),
});

export const toSessionListDto = (sessions: SessionView[], currentId: string): SessionListDto => ({
  items: sessions.map((session) => ({ ...toSessionDto(session), current: session.id === currentId })),
});

export const toUserSessionListDto = (sessions: SessionView[]): UserSessionListDto => ({
  items: sessions.map(toSessionDto),
});
