import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database, type Sql } from '#libs/database';
import { newId, ValidationError } from '#libs/kernel';
import { AuditLog } from '../../audit/audit-log.js';
import { addUser } from '../../persistence/first-admin.sql.js';
import { NO_PASSWORD } from '../passwords/hashing.js';
import { type Account, accountByEmail, accountById } from '../persistence/accounts.sql.js';
import { linkedUser, linkUser, providersOfIssuer } from '../persistence/identity-providers.sql.js';
import type { SessionKind } from '../sessions/sessions.js';
import { SignIn, type SignInResult } from '../sign-in.js';
import type { SignInClient } from '../sign-in.types.js';
import { claimedOrigin, IdTokens, notAccepted } from './id-tokens.js';
import type { Identity, IdentityProvider } from './identity-provider.js';

export interface IdentityProof {
  idToken: string;
  /** What the client had the provider put into the token, to know that it is of this sign-in. */
  nonce?: string | undefined;
  /** Where several tenants take tokens of the same client. */
  providerId?: string | undefined;
}

/** Signs in with the word of an identity provider. */
@Injectable()
export class FederatedSignIn {
  constructor(
    private readonly database: Database,
    private readonly tokens: IdTokens,
    private readonly signIn: SignIn,
    private readonly audit: AuditLog,
  ) {}

  /** @throws AuthError `auth.identity_not_accepted`, `auth.identity_provider_unavailable`; ValidationError naming `providerId` */
  async withIdentity(proof: IdentityProof, kind: SessionKind, client: SignInClient): Promise<SignInResult> {
    const provider = await this.providerOf(proof);
    const identity = await this.tokens.verify(proof.idToken, provider, proof.nonce);
    return this.admit(provider, identity, kind, client);
  }

  /** With an identity that was checked. @throws AuthError `auth.identity_not_accepted` */
  admit(
    provider: IdentityProvider,
    identity: Identity,
    kind: SessionKind,
    client: SignInClient,
  ): Promise<SignInResult> {
    return this.database.transaction(async (sql) => {
      const account = await this.accountOf(sql, provider, identity);
      if (account.disabled || account.tenantId !== provider.tenantId)
        throw notAccepted('is of nobody who may come in');
      return this.signIn.proceed(sql, account, { kind, client, by: [`identity provider ${provider.name}`] });
    });
  }

  private async providerOf({ idToken, providerId }: IdentityProof): Promise<IdentityProvider> {
    const origin = claimedOrigin(idToken);
    if (!origin) throw notAccepted('can’t be read');
    const fitting = (await providersOfIssuer(this.database, origin.issuer)).filter(
      ({ id, clientIds }) =>
        clientIds.some((clientId) => origin.audiences.includes(clientId)) &&
        (providerId === undefined || providerId === id),
    );
    if (fitting.length > 1) {
      throw new ValidationError([
        { path: 'providerId', message: 'must say which identity provider is meant: several take this token' },
      ]);
    }
    const [provider] = fitting;
    if (!provider) throw notAccepted('is of no identity provider, or for no client, that is known here');
    return provider;
  }

  private async accountOf(sql: Sql, provider: IdentityProvider, identity: Identity): Promise<Account> {
    const { subject } = identity;
    const known = await linkedUser(sql, { providerId: provider.id, subject });
    const userId = known ?? (await this.welcome(sql, provider, identity));
    const account = await accountById(sql, userId);
    if (!account) throw notAccepted('is of nobody who may come in');
    return account;
  }

  /** Somebody comes for the first time: a user of the tenant with that address, or a new one. */
  private async welcome(
    sql: Sql,
    provider: IdentityProvider,
    { subject, email, emailVerified }: Identity,
  ): Promise<string> {
    // An address that nobody has verified could be anybody's.
    if (!emailVerified || !z.email().safeParse(email).success)
      throw notAccepted('has no verified e-mail address');
    const account = await accountByEmail(sql, email!);
    // Addresses are unique among all tenants, and a provider speaks for its own.
    if (account && account.tenantId !== provider.tenantId) throw notAccepted('is of nobody who may come in');
    const userId = account?.userId ?? (await this.provision(sql, provider, email!));
    await linkUser(sql, { providerId: provider.id, subject, userId });
    await this.audit.record(sql, {
      tenantId: provider.tenantId,
      actor: { type: 'system', id: null },
      action: account ? 'user.identity_linked' : 'user.provisioned',
      target: { type: 'user', id: userId },
      details: { provider: provider.name, subject, ...(!account && { role: provider.provisionRole }) },
    });
    return userId;
  }

  private async provision(
    sql: Sql,
    { tenantId, provisionRole }: IdentityProvider,
    email: string,
  ): Promise<string> {
    if (provisionRole === null) throw notAccepted('is of nobody who may come in');
    const id = newId();
    const user = { id, tenantId, email, passwordHash: NO_PASSWORD, role: provisionRole };
    if (!(await addUser(sql, user)))
      throw notAccepted('is of somebody who came in at this moment: try again');
    return id;
  }
}
