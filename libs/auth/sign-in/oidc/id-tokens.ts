import { Injectable } from '@nestjs/common';
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { AuthError } from '../../auth.errors.js';
import { type Identity, type IdentityProvider, identityOf } from './identity-provider.js';
import { ProviderKeys } from './provider-keys.js';

/** Public-key algorithms alone: a shared secret proves nothing of who signed. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const CLOCK_SKEW = '30s';

/** Whom a token says that it is from and for, unchecked: to know whose keys to check it with. */
export function claimedOrigin(idToken: string): { issuer: string; audiences: string[] } | null {
  try {
    const { iss, aud } = decodeJwt(idToken);
    const audiences = [aud ?? []].flat().filter((each) => typeof each === 'string');
    return typeof iss === 'string' ? { issuer: iss, audiences } : null;
  } catch {
    return null;
  }
}

/** Checks identity tokens (OpenID Connect Core 1.0, 3.1.3.7). */
@Injectable()
export class IdTokens {
  constructor(private readonly keys: ProviderKeys) {}

  /** @throws AuthError `auth.identity_not_accepted`, `auth.identity_provider_unavailable` */
  async verify(idToken: string, provider: IdentityProvider, nonce: string | undefined): Promise<Identity> {
    const claims = await this.claims(idToken, provider);
    const parties = [claims.aud ?? []].flat();
    const authorized = claims.azp ?? (parties.length > 1 ? null : parties[0]);
    if (typeof authorized !== 'string' || !provider.clientIds.includes(authorized)) {
      throw notAccepted('was issued to somebody else');
    }
    if (nonce !== undefined && claims.nonce !== nonce) throw notAccepted('has another nonce');
    const identity = identityOf(claims, provider.claims);
    if (!identity) throw notAccepted('names nobody');
    const { tenant } = identity;
    if (
      provider.allowedTenants.length > 0 &&
      (tenant === null || !provider.allowedTenants.includes(tenant))
    ) {
      throw notAccepted('is of an organisation that is not let in');
    }
    return identity;
  }

  private async claims(
    idToken: string,
    { issuer, jwksUri, clientIds }: IdentityProvider,
  ): Promise<JWTPayload> {
    const keys = await this.keys.of({ issuer, jwksUri });
    try {
      const { payload, protectedHeader } = await jwtVerify(idToken, keys, {
        issuer,
        audience: clientIds,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_SKEW,
        requiredClaims: ['sub', 'iat', 'exp'],
      });
      if (protectedHeader.typ?.toLowerCase() === 'at+jwt') throw notAccepted('is an access token');
      return payload;
    } catch (error) {
      if (error instanceof AuthError) throw error;
      if (error instanceof errors.JWTExpired) throw notAccepted('has expired');
      if (error instanceof errors.JOSEError || error instanceof TypeError)
        throw notAccepted('is not genuine');
      throw error;
    }
  }
}

export const notAccepted = (why: string) =>
  new AuthError('auth.identity_not_accepted', `The identity token ${why}`);
