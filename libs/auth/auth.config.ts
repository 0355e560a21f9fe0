import { env, EnvConfig } from '#libs/config';

export class AuthConfig extends EnvConfig({
  AUTH_JWT_SECRET: env
    .text(32)
    .describe(
      'Signs the access tokens; the same in every API process. Make one with: openssl rand -base64 48',
    ),
  AUTH_TOKEN_TTL_SECONDS: env
    .integer(60, 86_400)
    .default(900)
    .describe('An access token is good for this long.'),
}) {}
