import { z } from 'zod';

const password = (field: string) =>
  z
    .string({ error: `must be ${field}` })
    .min(1, { error: `must be ${field}` })
    .max(512, { error: 'must have at most 512 characters' });

const token = (what: string) =>
  z.string({ error: `must be ${what}` }).regex(/^[\w-]{43}$/, { error: `must be ${what}, as it was issued` });

const session = z
  .enum(['token', 'cookie'], { error: 'must be "token" or "cookie"' })
  .default('token')
  .describe(
    '`token` answers with tokens, for programs; `cookie` sets a session cookie that pages can’t read, for browsers.',
  );

const CODE = /^\s*(\d{6}|[A-Za-z2-7]{4}([- ]?[A-Za-z2-7]{4}){3})\s*$/;
const code = z
  .string({ error: 'must be a code' })
  .regex(CODE, { error: 'must be the 6 digits that the authenticator app shows, or a recovery code' })
  .transform((text) => text.trim());

export const LoginSchema = z
  .strictObject({
    email: z
      .email({ error: 'must be an e-mail address' })
      .max(254, { error: 'must have at most 254 characters' }),
    password: password('the password'),
    session,
  })
  .meta({
    id: 'Login',
    examples: [{ email: 'admin@example.org', password: 'correct horse battery staple' }],
  });

export const MfaLoginSchema = z
  .strictObject({ challengeToken: token('the challenge token'), code, session })
  .meta({
    id: 'MfaLogin',
    examples: [{ challengeToken: 'TS3yW8rYpD2o6m0f4n1a9b7c5d3e1f0g2h4i6j8k0lM', code: '492039' }],
  });

export const RefreshSchema = z.strictObject({ refreshToken: token('the refresh token') }).meta({
  id: 'RefreshTokens',
  examples: [{ refreshToken: 'TS3yW8rYpD2o6m0f4n1a9b7c5d3e1f0g2h4i6j8k0lM' }],
});

export const OidcSchema = z
  .strictObject({
    idToken: z
      .string({ error: 'must be an identity token' })
      .max(16_384, { error: 'must have at most 16384 characters' })
      .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, { error: 'must be a signed identity token (JWT)' }),
    nonce: z
      .string({ error: 'must be the nonce that the provider was given' })
      .min(1, { error: 'must be the nonce that the provider was given' })
      .max(512, { error: 'must have at most 512 characters' })
      .optional()
      .describe('What the client gave the provider to put into the token.'),
    providerId: z
      .uuid({ error: 'must be the id of an identity provider' })
      .optional()
      .describe('Needed only where several identity providers here take this token.'),
    session,
  })
  .meta({ id: 'OidcLogin', examples: [{ idToken: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl' }] });

export const ChangePasswordSchema = z
  .strictObject({
    currentPassword: password('the current password'),
    newPassword: password('the new password').describe(
      '12 to 128 characters; not your address or a part of it, and none of those that are tried first.',
    ),
  })
  .meta({
    id: 'ChangePassword',
    examples: [{ currentPassword: 'correct horse battery staple', newPassword: 'seven quiet lamps at noon' }],
  });

export const TotpCodeSchema = z
  .strictObject({
    code: z
      .string({ error: 'must be a code' })
      .regex(/^\d{6}$/, { error: 'must be the 6 digits that the authenticator app shows' }),
  })
  .meta({ id: 'TotpCode', examples: [{ code: '492039' }] });

export const MfaProofSchema = z
  .strictObject({
    password: password('the password').optional().describe('Left out by users who have none.'),
    code,
  })
  .meta({ id: 'MfaProof', examples: [{ password: 'correct horse battery staple', code: '492039' }] });

export type Login = z.output<typeof LoginSchema>;
export type MfaLogin = z.output<typeof MfaLoginSchema>;
export type RefreshTokens = z.output<typeof RefreshSchema>;
export type OidcLogin = z.output<typeof OidcSchema>;
export type ChangePassword = z.output<typeof ChangePasswordSchema>;
export type TotpCode = z.output<typeof TotpCodeSchema>;
export type MfaProof = z.output<typeof MfaProofSchema>;
