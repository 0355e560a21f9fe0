import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { AuthError } from '../../auth.errors.js';
import { SignInConfig } from '../sign-in.config.js';
import { toKeySet } from './certificates.js';
import { fetchPublicJson } from './public-fetch.js';

const CACHE_MS = 600_000;
/** A token that names an unknown key has the keys fetched again, but not more often than this, whatever strangers send. */
const COOLDOWN_MS = 30_000;
/** A provider that does not answer is not asked again by every request. */
const PAUSE_MS = 5_000;
const MOST_PROVIDERS = 500;

/** Where a browser and its code go (OpenID Connect Discovery 1.0). */
export interface ProviderDescription {
  authorizationEndpoint: string;
  tokenEndpoint: string;
  /** It takes a client's secret in the body of the request alone. */
  secretInBody: boolean;
}

type Place = { issuer: string; jwksUri: string | null };

/** The keys of identity providers, found by their descriptions and kept for a while. */
@Injectable()
export class ProviderKeys {
  private readonly sets = new Map<string, Promise<JWTVerifyGetKey>>();
  private readonly described = new Map<string, { description: ProviderDescription; until: number }>();
  private readonly failedAt = new Map<string, number>();
  private readonly anywhere: boolean;

  constructor(config: SignInConfig) {
    this.anywhere = config.AUTH_OIDC_ALLOW_HTTP;
  }

  /** Throws AuthError `auth.identity_provider_unavailable`, as what it returns does. */
  of(place: Place): Promise<JWTVerifyGetKey> {
    const name = JSON.stringify([place.issuer, place.jwksUri]);
    const known = this.sets.get(name);
    if (known) return known;
    if (this.sets.size >= MOST_PROVIDERS) this.sets.clear();
    const found = this.find(place);
    this.sets.set(name, found);
    found.catch(() => this.sets.delete(name));
    return found;
  }

  /** @throws AuthError `auth.identity_provider_unavailable` */
  async describe(issuer: string): Promise<ProviderDescription> {
    const known = this.described.get(issuer);
    if (known !== undefined && known.until > performance.now()) return known.description;
    const document = await this.discover(issuer);
    const [authorizationEndpoint, tokenEndpoint] = [
      document.authorization_endpoint,
      document.token_endpoint,
    ].map((endpoint) => this.usable(endpoint)) as [string, string];
    const methods = document.token_endpoint_auth_methods_supported;
    const secretInBody = Array.isArray(methods) && !methods.includes('client_secret_basic');
    const description = { authorizationEndpoint, tokenEndpoint, secretInBody };
    if (this.described.size >= MOST_PROVIDERS) this.described.clear();
    this.described.set(issuer, { description, until: performance.now() + CACHE_MS });
    return description;
  }

  private usable(endpoint: unknown): string {
    if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) throw unavailable();
    const { protocol } = new URL(endpoint);
    if (protocol !== 'https:' && !(this.anywhere && protocol === 'http:')) throw unavailable();
    return endpoint;
  }

  private async find({ issuer, jwksUri }: Place): Promise<JWTVerifyGetKey> {
    const url = new URL(jwksUri ?? (await this.discoverKeys(issuer)));
    return createRemoteJWKSet(url, {
      cacheMaxAge: CACHE_MS,
      cooldownDuration: COOLDOWN_MS,
      [customFetch]: async (address) => {
        const keys = toKeySet(await this.fetch(address));
        if (keys) return Response.json(keys);
        throw unavailable();
      },
    });
  }

  /** OpenID Connect Discovery 1.0: the description must name the issuer that it was asked of. */
  private async discover(issuer: string): Promise<Record<string, unknown>> {
    const found = await this.fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const document = (found ?? {}) as Record<string, unknown>;
    if (document.issuer !== issuer) throw unavailable();
    return document;
  }

  private async discoverKeys(issuer: string): Promise<string> {
    const { jwks_uri: uri } = await this.discover(issuer);
    if (typeof uri !== 'string' || !URL.canParse(uri)) throw unavailable();
    return uri;
  }

  private async fetch(address: string): Promise<unknown> {
    if (performance.now() - (this.failedAt.get(address) ?? -Infinity) < PAUSE_MS) throw unavailable();
    try {
      const document = await fetchPublicJson(address, this.anywhere);
      this.failedAt.delete(address);
      return document;
    } catch {
      if (this.failedAt.size >= MOST_PROVIDERS) this.failedAt.clear();
      this.failedAt.set(address, performance.now());
      throw unavailable();
    }
  }
}

export const unavailable = () =>
  new AuthError(
    'auth.identity_provider_unavailable',
    'The identity provider does not answer as it should',
    5,
  );
