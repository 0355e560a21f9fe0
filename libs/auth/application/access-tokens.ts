import { createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { z } from 'zod';
import { AuthConfig } from '../auth.config.js';

const ClaimsSchema = z.object({ sub: z.uuid(), tid: z.uuid(), role: z.string(), typ: z.literal('access') });
export type Claims = z.output<typeof ClaimsSchema>;

export interface IssuedToken {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
}

/** Signs access tokens, and says how whoever reads one must check it. */
@Injectable()
export class AccessTokens {
  /** A bare string would cost a millisecond at every check: it is first tried as a public key. */
  readonly key: KeyObject;
  readonly checks = { algorithms: ['HS256' as const], issuer: 'aiprod', audience: 'aiprod-api' };
  private readonly lifetime: number;
  private readonly jwt: JwtService;

  constructor(config: AuthConfig) {
    this.key = createSecretKey(Buffer.from(config.AUTH_JWT_SECRET, 'utf8'));
    this.lifetime = config.AUTH_TOKEN_TTL_SECONDS;
    this.jwt = new JwtService({ secretOrKeyProvider: () => this.key });
  }

  async issue({
    userId,
    tenantId,
    role,
  }: {
    userId: string;
    tenantId: string;
    role: string;
  }): Promise<IssuedToken> {
    const accessToken = await this.jwt.signAsync(
      { tid: tenantId, role, typ: 'access' },
      {
        algorithm: this.checks.algorithms[0],
        issuer: this.checks.issuer,
        audience: this.checks.audience,
        subject: userId,
        expiresIn: this.lifetime,
      },
    );
    return { accessToken, expiresIn: this.lifetime };
  }

  /** The claims of a token whose signature has been checked; null where it is some other kind of token. */
  claims(payload: unknown): Claims | null {
    return ClaimsSchema.safeParse(payload).data ?? null;
  }
}
