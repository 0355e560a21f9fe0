import { Body, Controller, Header, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IncomingHttpHeaders } from 'node:http';
import { FederatedSignIn, Public, Refresh, type SessionKind, SignIn, type SignInClient } from '#libs/auth';
import type { HttpReply } from '../http/http.types.js';
import { Problems } from '../openapi/problems.decorator.js';
import {
  type Login,
  LoginSchema,
  type MfaLogin,
  MfaLoginSchema,
  type OidcLogin,
  OidcSchema,
  RefreshSchema,
  type RefreshTokens,
} from './auth.dto.js';
import { Client } from './client.decorator.js';
import {
  type SignedInDto,
  SignedInSchema,
  type StartedSessionDto,
  StartedSessionSchema,
  type TokensDto,
  TokensSchema,
} from './session.dto.js';
import { SessionAnswers } from './session-answers.js';
import { SessionCookies } from './session-cookies.js';

@ApiTags('Sign-in')
@Controller({ path: 'auth', version: '1' })
export class AuthController {
  constructor(
    private readonly signIn: SignIn,
    private readonly federated: FederatedSignIn,
    private readonly refreshing: Refresh,
    private readonly answers: SessionAnswers,
    private readonly cookies: SessionCookies,
  ) {}

  @Post('login')
  @Public()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Sign in with e-mail address and password',
    description:
      'Where a second factor is enabled, the answer is a challenge to be met with `POST /v1/auth/mfa`.',
  })
  @ApiOkResponse({ description: 'A session, or a challenge', standardSchema: SignedInSchema })
  @Problems('input.invalid', 'auth.invalid_credentials', 'auth.locked', 'auth.busy', 'auth.csrf_failed')
  async login(
    @Body({ schema: LoginSchema }) { session, ...credentials }: Login,
    @Client() client: SignInClient,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<SignedInDto> {
    this.assertAllowed(session, headers);
    return this.answers.signedIn(await this.signIn.withPassword(credentials, session, client), reply);
  }

  @Post('mfa')
  @Public()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Meet the challenge of a sign-in',
    description:
      'With a code of the authenticator app or a recovery code. Each is good once, and a challenge for 5 tries.',
  })
  @ApiOkResponse({ description: 'A session', standardSchema: StartedSessionSchema })
  @Problems('input.invalid', 'auth.challenge_expired', 'auth.invalid_code', 'auth.locked', 'auth.csrf_failed')
  async mfa(
    @Body({ schema: MfaLoginSchema }) { session, ...answer }: MfaLogin,
    @Client() client: SignInClient,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StartedSessionDto> {
    this.assertAllowed(session, headers);
    return this.answers.started(await this.signIn.withCode(answer, session, client), reply);
  }

  @Post('oidc')
  @Public()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Sign in with an identity token',
    description:
      'Of an identity provider that an administrator has added (OpenID Connect: Firebase, Google, Entra, Keycloak and others).',
  })
  @ApiOkResponse({ description: 'A session, or a challenge', standardSchema: SignedInSchema })
  @Problems(
    'input.invalid',
    'auth.identity_not_accepted',
    'auth.identity_provider_unavailable',
    'auth.csrf_failed',
  )
  async oidc(
    @Body({ schema: OidcSchema }) { session, ...proof }: OidcLogin,
    @Client() client: SignInClient,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<SignedInDto> {
    this.assertAllowed(session, headers);
    return this.answers.signedIn(await this.federated.withIdentity(proof, session, client), reply);
  }

  @Post('refresh')
  @Public()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Exchange a refresh token for new tokens',
    description:
      'A refresh token is good once. One that comes again within a few seconds is refused with 409; one that comes again later ' +
      'is taken for stolen, and its session ends.',
  })
  @ApiOkResponse({ description: 'New tokens', standardSchema: TokensSchema })
  @Problems('input.invalid', 'auth.refresh_invalid', 'auth.refresh_conflict', 'auth.refresh_reused')
  async refresh(
    @Body({ schema: RefreshSchema }) { refreshToken }: RefreshTokens,
    @Client() client: SignInClient,
  ): Promise<TokensDto> {
    return this.answers.tokensOf(await this.refreshing.exchange(refreshToken, client));
  }

  private assertAllowed(session: SessionKind, headers: IncomingHttpHeaders): void {
    if (session === 'cookie') this.cookies.assertOwnPage(headers);
  }
}
