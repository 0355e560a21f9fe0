import type { Role } from '../../permissions.js';

/** Where an identity token holds what we need: names of claims, those inside others after a dot ("firebase.tenant"). */
export interface ClaimNames {
  email: string;
  emailVerified: string;
  /** Of the provider's own tenant, organisation or hosted domain; null where it has none. */
  tenant: string | null;
}

/** Who may vouch for users of one tenant (OpenID Connect). */
export interface IdentityProvider {
  id: string;
  /** Whose users it vouches for. */
  tenantId: string;
  /** Unique in the tenant. */
  name: string;
  /** The `iss` of its tokens; its description stands at `<issuer>/.well-known/openid-configuration`. */
  issuer: string;
  /** Tokens must be for one of these: their `aud`. */
  clientIds: string[];
  /** Where its keys are, as a JSON Web Key Set or as certificates by key id; null: where its description says. */
  jwksUri: string | null;
  claims: ClaimNames;
  /** Values of the claim `tenant` that are let in; none: all. */
  allowedTenants: string[];
  /** Strangers with a verified address become users of this role; null: nobody does. */
  provisionRole: Role | null;
  enabled: boolean;
  /** Whether a secret of ours is stored, for providers that want one when a code is exchanged. */
  hasClientSecret: boolean;
  createdAt: Date;
}

export type NewIdentityProvider = Omit<
  IdentityProvider,
  'id' | 'tenantId' | 'createdAt' | 'hasClientSecret'
> & {
  /** Null takes it away; undefined leaves it as it is. */
  clientSecret?: string | null | undefined;
};

export const placeOfClientSecret = (id: string) => ({
  table: 'identity_providers',
  column: 'client_secret_sealed',
  row: id,
});

/** Whom an identity token is about. */
export interface Identity {
  subject: string;
  email: string | null;
  emailVerified: boolean;
  tenant: string | null;
}

/** @throws nothing: what is of the wrong type counts as missing */
export function identityOf(claims: Record<string, unknown>, names: ClaimNames): Identity | null {
  const { sub } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) return null;
  const verified = claimAt(claims, names.emailVerified);
  return {
    subject: sub,
    email: textOf(claimAt(claims, names.email)),
    // Some providers write it as a string.
    emailVerified: verified === true || verified === 'true',
    tenant: names.tenant === null ? null : textOf(claimAt(claims, names.tenant)),
  };
}

function claimAt(claims: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
