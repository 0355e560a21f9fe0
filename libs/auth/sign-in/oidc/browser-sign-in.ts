import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { ValidationError } from '#libs/kernel';
import { SecretBox, SecretsError } from '#libs/secrets';
import { AuthError } from '../../auth.errors.js';
import {
  type OfferedProvider,
  offeredProviders,
  providerToAsk,
  type ProviderToAsk,
} from '../persistence/identity-providers.sql.js';
import type { SignInResult } from '../sign-in.js';
import { SignInConfig } from '../sign-in.config.js';
import type { SignInClient } from '../sign-in.types.js';
import { CodeExchange } from './code-exchange.js';
import { FederatedSignIn } from './federated-sign-in.js';
import { challengeOf, type Flow, newFlow, readFlow, writeFlow } from './flow-state.js';
import { IdTokens, notAccepted } from './id-tokens.js';
import { placeOfClientSecret } from './identity-provider.js';
import { ProviderKeys } from './provider-keys.js';

/** What the identity provider sends a browser back with. */
export interface ProviderAnswer {
  code?: string | undefined;
  state?: string | undefined;
  /** Who answers, where it says so (RFC 9207). */
  iss?: string | undefined;
  error?: string | undefined;
}

const CALLBACK = '/v1/auth/oidc/callback';
const SCOPE = 'openid email profile';
const PLACE = { table: 'browser', column: 'oidc_flow', row: 'cookie' };

/** Signs browsers in by way of an identity provider: the authorization code flow with PKCE (OpenID Connect Core 1.0, 3.1). */
@Injectable()
export class BrowserSignIn {
  private readonly trusted: ReadonlySet<string>;

  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly keys: ProviderKeys,
    private readonly codes: CodeExchange,
    private readonly tokens: IdTokens,
    private readonly federated: FederatedSignIn,
    private readonly config: SignInConfig,
  ) {
    this.trusted = new Set(config.AUTH_TRUSTED_ORIGINS.split(/\s+/));
  }

  /** Where a browser may be sent to sign in; nowhere while that is not set up. @param tenantId null: the operator's */
  async offered(tenantId: string | null): Promise<OfferedProvider[]> {
    return this.config.AUTH_PUBLIC_URL === undefined ? [] : offeredProviders(this.database, tenantId);
  }

  /**
   * @param returnTo where the browser goes once it is signed in: a path here, or an address of a trusted origin
   * @returns where to send the browser, and what it has to keep until it comes back
   * @throws AuthError `auth.identity_provider_not_found`, `auth.identity_provider_unavailable`, `auth.browser_sign_in_off`; ValidationError
   */
  async start(providerId: string, returnTo: string): Promise<{ location: string; flow: string }> {
    const here = this.publicUrl();
    const destination = this.destination(returnTo, here);
    const provider = await this.provider(providerId);
    const { authorizationEndpoint } = await this.keys.describe(provider.issuer);
    const flow = newFlow(provider.id, destination);
    const location = new URL(authorizationEndpoint);
    const wanted = {
      response_type: 'code',
      client_id: provider.clientIds[0]!,
      redirect_uri: redirectUri(here),
      scope: SCOPE,
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: challengeOf(flow.verifier),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(wanted)) location.searchParams.set(name, value);
    return { location: location.href, flow: this.box.seal(writeFlow(flow), PLACE) };
  }

  /**
   * @param sealed what the browser kept; undefined where it kept nothing
   * @throws AuthError `auth.flow_expired`, `auth.identity_not_accepted`, `auth.identity_provider_not_found`, `auth.identity_provider_unavailable`
   */
  async finish(
    sealed: string | undefined,
    answer: ProviderAnswer,
    client: SignInClient,
  ): Promise<{ result: SignInResult; returnTo: string }> {
    const here = this.publicUrl();
    const flow = this.flowOf(sealed);
    // Somebody else's answer: a page has sent this browser here to sign it in as somebody else.
    if (flow === null || answer.state !== flow.state) throw flowExpired();
    const provider = await this.provider(flow.providerId);
    if (answer.iss !== undefined && answer.iss !== provider.issuer)
      throw notAccepted('is of another identity provider');
    if (answer.error !== undefined || answer.code === undefined) {
      throw notAccepted(`was not given: the identity provider says ${answer.error ?? 'nothing'}`);
    }
    const idToken = await this.codes.exchange(await this.keys.describe(provider.issuer), {
      code: answer.code,
      verifier: flow.verifier,
      redirectUri: redirectUri(here),
      clientId: provider.clientIds[0]!,
      clientSecret: this.secretOf(provider),
    });
    const identity = await this.tokens.verify(idToken, provider, flow.nonce);
    return {
      result: await this.federated.admit(provider, identity, 'cookie', client),
      returnTo: flow.returnTo,
    };
  }

  private flowOf(sealed: string | undefined): Flow | null {
    if (sealed === undefined) return null;
    try {
      return readFlow(this.box.open(sealed, PLACE));
    } catch (error) {
      if (error instanceof SecretsError) return null;
      throw error;
    }
  }

  private secretOf({ id, clientSecretSealed }: ProviderToAsk): string | null {
    return clientSecretSealed === null ? null : this.box.open(clientSecretSealed, placeOfClientSecret(id));
  }

  private async provider(id: string): Promise<ProviderToAsk> {
    const provider = await providerToAsk(this.database, id);
    if (provider) return provider;
    throw new AuthError(
      'auth.identity_provider_not_found',
      'There is no identity provider with this id, or it is switched off',
    );
  }

  private publicUrl(): URL {
    if (this.config.AUTH_PUBLIC_URL !== undefined) return new URL(this.config.AUTH_PUBLIC_URL);
    throw new AuthError(
      'auth.browser_sign_in_off',
      'Whoever operates this system has to set AUTH_PUBLIC_URL first',
    );
  }

  /** Nobody is sent to a place that somebody else has chosen. */
  private destination(returnTo: string, here: URL): string {
    if (URL.canParse(returnTo, here.href)) {
      const url = new URL(returnTo, here);
      if (url.origin === here.origin || this.trusted.has(url.origin)) return url.href;
    }
    const message = 'must be a path of this site, or an address of an origin in AUTH_TRUSTED_ORIGINS';
    throw new ValidationError([{ path: 'returnTo', message }]);
  }
}

const redirectUri = (here: URL): string => `${here.href.replace(/\/$/, '')}${CALLBACK}`;

const flowExpired = () =>
  new AuthError(
    'auth.flow_expired',
    'This sign-in was not begun by this browser, or more than ten minutes ago; begin again',
  );
