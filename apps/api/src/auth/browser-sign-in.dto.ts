import { z } from 'zod';

const text = (max: number) => z.string({ error: 'must be given once' }).max(max);

export const BeginOidcSchema = z.strictObject({
  returnTo: text(2_000)
    .default('/')
    .describe('Where the browser goes once it is signed in: a path here, or an address of a trusted origin.'),
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

export type BeginOidc = z.output<typeof BeginOidcSchema>;
export type OidcCallback = z.output<typeof OidcCallbackSchema>;
