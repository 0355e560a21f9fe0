import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { AccessTokens, type Principal, Users } from '#libs/auth';

/** Who a bearer token stands for. The user is read at every request, so disabling one or changing a role counts at once. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly users: Users,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: (_request, _token, done) => done(null, tokens.key as unknown as Buffer),
      ...tokens.checks,
    });
  }

  async validate(payload: unknown): Promise<Principal | null> {
    const claims = this.tokens.claims(payload);
    const user = claims && (await this.users.findActive(claims.sub));
    return user?.tenantId === claims?.tid ? user : null;
  }
}
