import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { newId } from '#libs/kernel';
import { SignInConfig } from '../sign-in.config.js';
import { signJwt, verifyJwt } from './compact-jwt.js';
import { SigningKeys } from './signing-keys.js';

/** Clocks of two API processes may differ by this much. */
const SKEW_SECONDS = 5;

/** A client sends the same token many times: its signature is checked at the first. */
const REMEMBERED = 5_000;

const ClaimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.uuid(),
  tid: z.uuid(),
  sid: z.uuid(),
  jti: z.uuid(),
  iat: z.int(),
  nbf: z.int(),
  exp: z.int(),
});

export interface TokenSubject {
  userId: string;
  tenantId: string;
  sessionId: string;
}

export type VerifiedToken =
  { state: 'valid'; subject: TokenSubject } | { state: 'expired' } | { state: 'invalid' };

export interface IssuedToken {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
}

type Claims = z.output<typeof ClaimsSchema>;

/** Issues access tokens (JWT, RFC 9068) and checks them, both without asking anybody. */
@Injectable()
export class AccessTokens {
  private readonly issuer: string;
  private readonly audience: string;
  private readonly lifetime: number;
  private readonly remembered = new Map<string, { header: string; claims: Claims }>();

  constructor(
    private readonly keys: SigningKeys,
    config: SignInConfig,
  ) {
    this.issuer = config.AUTH_TOKEN_ISSUER;
    this.audience = config.AUTH_TOKEN_AUDIENCE;
    this.lifetime = config.AUTH_TOKEN_TTL_SECONDS;
  }

  issue({ userId, tenantId, sessionId }: TokenSubject): IssuedToken {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: this.issuer,
      aud: this.audience,
      sub: userId,
      tid: tenantId,
      sid: sessionId,
      jti: newId(),
      iat: now,
      nbf: now,
      exp: now + this.lifetime,
    } satisfies Claims;
    const { header, privateKey } = this.keys.signer();
    return { accessToken: signJwt(header, claims, privateKey), expiresIn: this.lifetime };
  }

  /** Looks at the token alone: whether its session has ended is another question. */
  verify(token: string): VerifiedToken {
    const claims = this.known(token) ?? this.check(token);
    if (!claims) return { state: 'invalid' };
    const now = Date.now() / 1_000;
    if (now >= claims.exp) return { state: 'expired' };
    if (now + SKEW_SECONDS < claims.nbf) return { state: 'invalid' };
    return { state: 'valid', subject: { userId: claims.sub, tenantId: claims.tid, sessionId: claims.sid } };
  }

  /** A token whose key has been withdrawn meanwhile is not known any more. */
  private known(token: string): Claims | undefined {
    const entry = this.remembered.get(token);
    return entry && this.keys.verifier(entry.header) ? entry.claims : undefined;
  }

  private check(token: string): Claims | null {
    const { data } = ClaimsSchema.safeParse(verifyJwt(token, this.keys.verifier));
    if (data?.iss !== this.issuer || data.aud !== this.audience) return null;
    const oldest = this.remembered.size >= REMEMBERED ? this.remembered.keys().next().value : undefined;
    if (oldest !== undefined) this.remembered.delete(oldest);
    this.remembered.set(token, { header: token.slice(0, token.indexOf('.')), claims: data });
    return data;
  }
}
