import { Injectable } from '@nestjs/common';
import { AuthError } from '../../auth.errors.js';
import { SignInConfig } from '../sign-in.config.js';
import { notAccepted } from './id-tokens.js';
import { type ProviderDescription, unavailable } from './provider-keys.js';
import { fetchPublicJson, UnexpectedStatus } from './public-fetch.js';

export interface CodeToExchange {
  code: string;
  verifier: string;
  redirectUri: string;
  clientId: string;
  /** Null for a client that PKCE alone vouches for. */
  clientSecret: string | null;
}

/** RFC 6749, appendix B: what `Authorization: Basic` carries is form-encoded first. */
const formEncoded = (text: string): string => new URLSearchParams({ x: text }).toString().slice(2);

/** Exchanges a code for an identity token at the provider's token endpoint (OpenID Connect Core 1.0, 3.1.3). */
@Injectable()
export class CodeExchange {
  constructor(private readonly config: SignInConfig) {}

  /** @throws AuthError `auth.identity_not_accepted`, `auth.identity_provider_unavailable` */
  async exchange(description: ProviderDescription, asked: CodeToExchange): Promise<string> {
    const { clientId, clientSecret } = asked;
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code: asked.code,
      redirect_uri: asked.redirectUri,
      client_id: clientId,
      code_verifier: asked.verifier,
    });
    const headers: Record<string, string> = {};
    if (clientSecret !== null && description.secretInBody) form.set('client_secret', clientSecret);
    else if (clientSecret !== null) {
      const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
      headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
    }
    const answer = await this.post(description.tokenEndpoint, form, headers);
    const { id_token: idToken } = (answer ?? {}) as Record<string, unknown>;
    if (typeof idToken !== 'string') throw unavailable();
    return idToken;
  }

  private async post(
    address: string,
    form: URLSearchParams,
    headers: Record<string, string>,
  ): Promise<unknown> {
    try {
      return await fetchPublicJson(address, this.config.AUTH_OIDC_ALLOW_HTTP, { form, headers });
    } catch (error) {
      if (error instanceof AuthError) throw error;
      // A code that is used, too old, or another client's (RFC 6749, 5.2).
      if (error instanceof UnexpectedStatus && error.status === 400) throw notAccepted('was not handed out');
      throw unavailable();
    }
  }
}
