import { env, EnvConfig } from '#libs/config';

export class SignInConfig extends EnvConfig({
  AUTH_TOKEN_TTL_SECONDS: env
    .integer(60, 86_400)
    .default(900)
    .describe('An access token is good for this long.'),
  AUTH_TOKEN_ISSUER: env
    .text()
    .default('aiprod')
    .describe('Who issues the access tokens, their "iss": best the public address of this API.'),
  AUTH_TOKEN_AUDIENCE: env
    .text()
    .default('aiprod-api')
    .describe('Whom the access tokens are for, their "aud".'),
  AUTH_KEY_ROTATION_DAYS: env
    .integer(1, 3_650)
    .default(90)
    .describe('A key that has signed access tokens for this long is followed by a new one.'),
  AUTH_REFRESH_TTL_SECONDS: env
    .integer(300, 31_536_000)
    .default(1_209_600)
    .describe('A refresh token or a cookie that is not used for this long is good for nothing any more.'),
  AUTH_SESSION_TTL_SECONDS: env
    .integer(300, 31_536_000)
    .default(7_776_000)
    .describe('After this long a session ends, however much it is used.'),
  AUTH_REFRESH_GRACE_SECONDS: env
    .integer(0, 60)
    .default(10)
    .describe(
      'For this long a refresh token that has just been used may come again, from a client that asks twice at once; ' +
        'it gets nothing. Later it counts as stolen, and its session ends.',
    ),
  AUTH_HASHING_CONCURRENCY: env
    .integer(1, 64)
    .default(2)
    .describe('Passwords checked at once by one API process; each takes 19 MiB and a thread for some 30 ms.'),
  AUTH_LOCKOUT_ACCOUNT_FAILURES: env
    .integer(1, 1_000)
    .default(5)
    .describe('From this many failures in a row on, an account is locked for a time that doubles.'),
  AUTH_LOCKOUT_ADDRESS_FAILURES: env
    .integer(1, 100_000)
    .default(50)
    .describe('From this many failures on, an address is locked for a time that doubles, for all accounts.'),
  AUTH_COOKIE_SECURE: env
    .flag()
    .default(true)
    .describe(
      'Cookies go over https alone, under names with the prefix "__Host-". Set it to false for development over http.',
    ),
  AUTH_TRUSTED_ORIGINS: env
    .text(0)
    .default('')
    .describe(
      'Origins of web pages, separated by spaces, that may use cookies beside those that this API serves: https://console.example.org.',
    ),
  AUTH_PUBLIC_URL: env
    .url('https', 'http')
    .optional()
    .describe(
      "Public address of this API. Needed for signing in by way of an identity provider's page, which sends browsers back to <this>/v1/auth/oidc/callback.",
    ),
  AUTH_OIDC_ALLOW_HTTP: env
    .flag()
    .default(false)
    .describe('Identity providers may be asked over http and on private addresses: for development alone.'),
}) {}
