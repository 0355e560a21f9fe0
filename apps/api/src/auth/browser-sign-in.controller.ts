import { Controller, Get, Header, Headers, HttpCode, Param, Query, Redirect, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IncomingHttpHeaders } from 'node:http';
import { BrowserSignIn, Public, type SignInClient, type SignInResult } from '#libs/auth';
import type { HttpReply } from '../http/http.types.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import {
  type BeginOidc,
  BeginOidcSchema,
  type OfferedProviderListDto,
  OfferedProviderListSchema,
  type OfferedProviders,
  OfferedProvidersSchema,
  type OidcCallback,
  OidcCallbackSchema,
} from './browser-sign-in.dto.js';
import { Client } from './client.decorator.js';
import { SessionCookies } from './session-cookies.js';

const LOCATION = {
  Location: { description: 'Where the browser goes on', schema: { type: 'string' } },
} as const;

/** For browsers, which go to these addresses and from there to others. */
@ApiTags('Sign-in')
@Controller({ path: 'auth/oidc', version: '1' })
export class BrowserSignInController {
  constructor(
    private readonly signIn: BrowserSignIn,
    private readonly cookies: SessionCookies,
  ) {}

  @Get('providers')
  @Public()
  @ApiOperation({
    summary: 'List the identity providers that a sign-in page can offer',
    description:
      'Nobody has signed in yet, so that names are all it tells. Empty where there is no such tenant.',
  })
  @ApiOkResponse({ description: 'By name', standardSchema: OfferedProviderListSchema })
  @Problems('input.invalid')
  async listOfferedProviders(
    @Query({ schema: OfferedProvidersSchema }) { tenant }: OfferedProviders,
  ): Promise<OfferedProviderListDto> {
    const offered = await this.signIn.offered(tenant ?? null);
    return { items: offered.map(({ id, name }) => ({ id, name, startUrl: `/v1/auth/oidc/${id}/start` })) };
  }

  @Get('callback')
  @Public()
  @HttpCode(302)
  @Redirect()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Come back from an identity provider',
    description:
      'The provider sends browsers here. The browser gets a session cookie and goes on to where the sign-in was to lead; where a second ' +
      'factor is enabled, without one, and with `#challengeToken=…` to be met with `POST /v1/auth/mfa`.',
  })
  @ApiFoundResponse({ description: 'Signed in, or challenged', headers: LOCATION })
  @Problems(
    'input.invalid',
    'auth.browser_sign_in_off',
    'auth.flow_expired',
    'auth.identity_not_accepted',
    'auth.identity_provider_not_found',
    'auth.identity_provider_unavailable',
  )
  async finishOidc(
    @Query({ schema: OidcCallbackSchema }) answer: OidcCallback,
    @Headers() headers: IncomingHttpHeaders,
    @Client() client: SignInClient,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<{ url: string; statusCode: number }> {
    const flow = this.cookies.flowOf(headers);
    // It is good for one return, whatever comes of it.
    this.cookies.clearFlow(reply);
    const { result, returnTo } = await this.signIn.finish(flow, answer, client);
    if (!('mfaRequired' in result)) this.cookies.set(reply, result);
    return { url: afterwards(returnTo, result), statusCode: 302 };
  }

  @Get(':id/start')
  @Public()
  @HttpCode(302)
  @Redirect()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Go and sign in at an identity provider',
    description:
      'The authorization code flow of OpenID Connect with PKCE. Send the browser here, as a link does.',
  })
  @ApiId('identity provider')
  @ApiFoundResponse({ description: 'To the provider’s own page', headers: LOCATION })
  @Problems(
    'input.invalid',
    'auth.browser_sign_in_off',
    'auth.identity_provider_not_found',
    'auth.identity_provider_unavailable',
  )
  async startOidc(
    @Param('id', IdPipe) id: string,
    @Query({ schema: BeginOidcSchema }) { returnTo }: BeginOidc,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<{ url: string; statusCode: number }> {
    const { location, flow } = await this.signIn.start(id, returnTo);
    this.cookies.setFlow(reply, flow);
    return { url: location, statusCode: 302 };
  }
}

/** A fragment stays in the browser: no server and no log on the way sees the challenge. */
function afterwards(returnTo: string, result: SignInResult): string {
  if (!('mfaRequired' in result)) return returnTo;
  const url = new URL(returnTo);
  url.hash = new URLSearchParams({
    challengeToken: result.challengeToken,
    expiresIn: String(result.expiresIn),
  }).toString();
  return url.href;
}
