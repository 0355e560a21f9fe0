import { z } from 'zod';
import type { IdentityProvider } from '#libs/auth';

const EXAMPLE = {
  name: 'firebase',
  issuer: 'https://securetoken.google.com/my-project',
  clientIds: ['my-project'],
  provisionRole: 'USER',
} as const;

const short = (min = 1) => {
  const error = `must be a text of ${min} to 255 characters`;
  return z.string({ error }).min(min, { error }).max(255, { error });
};
const address = z
  .string({ error: 'must be an https address' })
  .max(2_048, { error: 'must have at most 2048 characters' });
const list = (min: number) => {
  const error = `must be a list of ${min} to 50 texts`;
  return z.array(short(), { error }).min(min, { error }).max(50, { error });
};

export const WriteIdentityProviderSchema = z
  .strictObject({
    name: short().describe('Unique among those of the tenant.'),
    issuer: address.describe('The `iss` of its tokens, letter for letter.'),
    clientIds: list(1).describe(
      'Tokens must be for one of these: their `aud`. For Firebase, the project id.',
    ),
    jwksUri: address
      .nullable()
      .default(null)
      .describe(
        'Where its keys are: a JSON Web Key Set, or certificates by key id. Left out: where its description says.',
      ),
    claims: z
      .strictObject({
        email: short().default('email'),
        emailVerified: short().default('email_verified'),
        tenant: short().nullable().default(null),
      })
      .prefault({})
      .describe(
        'Which claims hold the address, whether it is verified, and the organisation; nested ones with a dot.',
      ),
    allowedTenants: list(0)
      .default([])
      .describe('Values of the claim for the organisation that are let in. None: all.'),
    provisionRole: z
      .enum(['USER', 'VIEWER', 'SERVICE'], { error: 'must be USER, VIEWER or SERVICE, or null' })
      .nullable()
      .default(null)
      .describe('Strangers with a verified address become users of this role. Null: nobody does.'),
    clientSecret: short()
      .nullable()
      .optional()
      .describe(
        'For browsers that sign in at its page, where it wants more than PKCE: what it has given our client, the first of clientIds. ' +
          'Stored encrypted and never shown. Null takes it away; left out it stays as it is.',
      ),
    enabled: z.boolean({ error: 'must be true or false' }).default(true),
  })
  .refine(({ claims, allowedTenants }) => allowedTenants.length === 0 || claims.tenant !== null, {
    path: ['claims', 'tenant'],
    error: 'must name the claim that allowedTenants are values of',
  })
  .meta({ id: 'WriteIdentityProvider', examples: [EXAMPLE] });

export const IdentityProviderSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    issuer: z.string(),
    clientIds: z.array(z.string()),
    jwksUri: z.string().nullable(),
    claims: z.object({ email: z.string(), emailVerified: z.string(), tenant: z.string().nullable() }),
    allowedTenants: z.array(z.string()),
    provisionRole: z.string().nullable(),
    enabled: z.boolean(),
    hasClientSecret: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'IdentityProvider' });

export const IdentityProviderListSchema = z
  .object({ items: z.array(IdentityProviderSchema) })
  .meta({ id: 'IdentityProviderList' });

export type WriteIdentityProvider = z.output<typeof WriteIdentityProviderSchema>;
export type IdentityProviderDto = z.output<typeof IdentityProviderSchema>;

export const toIdentityProviderDto = (provider: IdentityProvider): IdentityProviderDto => ({
  id: provider.id,
  name: provider.name,
  issuer: provider.issuer,
  clientIds: provider.clientIds,
  jwksUri: provider.jwksUri,
  claims: provider.claims,
  allowedTenants: provider.allowedTenants,
  provisionRole: provider.provisionRole,
  enabled: provider.enabled,
  hasClientSecret: provider.hasClientSecret,
  createdAt: provider.createdAt.toISOString(),
});
