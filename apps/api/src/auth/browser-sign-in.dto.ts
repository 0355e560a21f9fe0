import { z } from 'zod';

const text = (max: number) => z.string({ error: 'must be given once' }).max(max);

export const BeginOidcSchema = z.strictObject({
  returnTo: text(2_000)
    .default('/')
    .describe('Where the browser goes once it is signed in: a path here, or an address of a trusted origin.'),
});

export const OfferedProvidersSchema = z.strictObject({
  tenant: z
    .uuid({ error: 'must be the id of a tenant' })
    .optional()
    .describe('Whose; left out: those of the tenant that operates the system.'),
});

export const OfferedProviderListSchema = z
  .object({
    items: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        startUrl: z.string().describe('Where to send the browser.'),
      }),
    ),
  })
  .meta({
    id: 'OfferedProviderList',
    examples: [
      {
        items: [
          {
            id: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b',
            name: 'Company account',
            startUrl: '/v1/auth/oidc/0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b/start',
          },
        ],
      },
    ],
  });

/** Providers send more than these, and more every year. */
export const OidcCallbackSchema = z.looseObject({
  code: text(4_096).min(1).optional().describe('What is exchanged for an identity token.'),
  state: text(200).optional().describe('What the browser was sent away with.'),
  iss: text(2_048).optional().describe('Who answers (RFC 9207).'),
  error: text(200)
    .regex(/^[\w.-]+$/, { error: 'must be an error code' })
    .optional()
    .describe('Why there is no code.'),
});

export type OfferedProviders = z.output<typeof OfferedProvidersSchema>;
export type OfferedProviderListDto = z.output<typeof OfferedProviderListSchema>;
export type BeginOidc = z.output<typeof BeginOidcSchema>;
export type OidcCallback = z.output<typeof OidcCallbackSchema>;
