import { z } from 'zod';

export const LoginSchema = z
  .strictObject({
    email: z
      .email({ error: 'must be an e-mail address' })
      .max(254, { error: 'must have at most 254 characters' }),
    password: z
      .string({ error: 'must be the password' })
      .min(1, { error: 'must be the password' })
      .max(200, { error: 'must have at most 200 characters' }),
  })
  .meta({
    id: 'Login',
    examples: [{ email: 'admin@example.org', password: 'correct horse battery staple' }],
  });

export type Login = z.output<typeof LoginSchema>;

export const AccessTokenSchema = z
  .object({
    accessToken: z.string().describe('Send it as `Authorization: Bearer …`.'),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().describe('Seconds until it expires.'),
  })
  .meta({
    id: 'AccessToken',
    examples: [{ accessToken: 'eyJhbGciOi…', tokenType: 'Bearer', expiresIn: 900 }],
  });

export type AccessTokenDto = z.output<typeof AccessTokenSchema>;
