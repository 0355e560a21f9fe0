import { z } from 'zod';

const TOKENS = {
  accessToken: 'eyJhbGciOi…',
  tokenType: 'Bearer',
  expiresIn: 900,
  refreshToken: 'TS3yW8rYpD2o6m0f4n1a9b7c5d3e1f0g2h4i6j8k0lM',
  refreshExpiresIn: 1_209_600,
  sessionId: '0198f3c2-1c1e-7d3a-9a55-3f3f0f3c2b1a',
} as const;

export const TokensSchema = z
  .object({
    accessToken: z.string().describe('Send it as `Authorization: Bearer …`.'),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().describe('Seconds until the access token expires.'),
    refreshToken: z.string().describe('Good once, for new tokens: `POST /v1/auth/refresh`.'),
    refreshExpiresIn: z.int().describe('Seconds until the refresh token expires.'),
    sessionId: z.uuid(),
  })
  .meta({ id: 'Tokens', examples: [TOKENS] });

export const CookieSessionSchema = z
  .object({
    sessionId: z.uuid(),
    csrfToken: z
      .string()
      .describe(
        'Send it as the header `X-CSRF-Token` with whatever changes something; a cookie holds it too.',
      ),
    expiresIn: z.int().describe('Seconds until the session ends, if it is not used.'),
  })
  .meta({ id: 'CookieSession' });

export const MfaChallengeSchema = z
  .object({
    mfaRequired: z.literal(true),
    challengeToken: z.string().describe('Send it with a code: `POST /v1/auth/mfa`.'),
    expiresIn: z.int().describe('Seconds until the challenge expires.'),
  })
  .meta({ id: 'MfaChallenge' });

export const StartedSessionSchema = z
  .union([TokensSchema, CookieSessionSchema])
  .meta({ id: 'StartedSession', examples: [TOKENS] });

export const SignedInSchema = z
  .union([TokensSchema, CookieSessionSchema, MfaChallengeSchema])
  .meta({ id: 'SignedIn', examples: [TOKENS] });

const session = {
  id: z.uuid(),
  kind: z.enum(['token', 'cookie']),
  device: z.string().describe('How the client described itself when it was last seen.'),
  address: z.string().describe('The IP address that it was last seen at.'),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().describe('Ends then, however much it is used.'),
};

export const SessionSchema = z
  .object({ ...session, current: z.boolean().describe('The one that this request belongs to.') })
  .meta({ id: 'Session' });

export const UserSessionListSchema = z
  .object({ items: z.array(z.object(session).meta({ id: 'UserSession' })) })
  .meta({ id: 'UserSessionList' });

export const SessionListSchema = z.object({ items: z.array(SessionSchema) }).meta({ id: 'SessionList' });

export const EndedSessionsSchema = z
  .object({ ended: z.int().describe('How many sessions there were.') })
  .meta({ id: 'EndedSessions' });

export const MfaStateSchema = z
  .object({ enabled: z.boolean(), recoveryCodesLeft: z.int() })
  .meta({ id: 'MfaState' });

export const EnrolmentSchema = z
  .object({
    secret: z.string().describe('For typing in. Told this once.'),
    otpauthUri: z.string().describe('For a QR code. Holds the secret too.'),
  })
  .meta({ id: 'TotpEnrolment' });

export const RecoveryCodesSchema = z
  .object({ recoveryCodes: z.array(z.string()).describe('Each is good once. Told this once: keep them.') })
  .meta({ id: 'RecoveryCodes', examples: [{ recoveryCodes: ['K3VD-7QXN-24PA-MZ6H'] }] });

export const JwksSchema = z
  .object({
    keys: z.array(
      z.object({
        kty: z.string(),
        crv: z.string(),
        x: z.string(),
        y: z.string(),
        kid: z.string(),
        alg: z.string(),
        use: z.string(),
      }),
    ),
  })
  .meta({ id: 'Jwks' });

export type TokensDto = z.output<typeof TokensSchema>;
export type StartedSessionDto = z.output<typeof StartedSessionSchema>;
export type SignedInDto = z.output<typeof SignedInSchema>;
export type SessionListDto = z.output<typeof SessionListSchema>;
export type UserSessionListDto = z.output<typeof UserSessionListSchema>;
export type EndedSessionsDto = z.output<typeof EndedSessionsSchema>;
export type MfaStateDto = z.output<typeof MfaStateSchema>;
export type EnrolmentDto = z.output<typeof EnrolmentSchema>;
export type RecoveryCodesDto = z.output<typeof RecoveryCodesSchema>;
