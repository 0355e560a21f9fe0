import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** What a browser keeps, sealed, between its way to the identity provider and its way back. */
const FlowSchema = z.strictObject({
  providerId: z.string(),
  /** Comes back in the address: proof that the browser that returns is the one that left (RFC 6749, 10.12). */
  state: z.string(),
  /** Comes back in the identity token: proof that it was made for this sign-in. */
  nonce: z.string(),
  /** Of PKCE (RFC 7636): whoever has only seen the code can't exchange it. */
  verifier: z.string(),
  returnTo: z.string(),
  expiresAt: z.int(),
});

export type Flow = z.output<typeof FlowSchema>;

/** A person types a password and a code meanwhile. */
export const FLOW_SECONDS = 600;

const secret = (): string => randomBytes(32).toString('base64url');

export const newFlow = (providerId: string, returnTo: string): Flow => ({
  providerId,
  state: secret(),
  nonce: secret(),
  verifier: secret(),
  returnTo,
  expiresAt: Date.now() + FLOW_SECONDS * 1_000,
});

export const writeFlow = (flow: Flow): string => JSON.stringify(flow);

/** Null where it is none, or too old. */
export function readFlow(text: string): Flow | null {
  const { data } = FlowSchema.safeParse(JSON.parse(text));
  return data !== undefined && data.expiresAt > Date.now() ? data : null;
}

/** The method S256 of RFC 7636. */
export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url');
