import { createHmac, createPublicKey } from 'node:crypto';
import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, json, startApi, TENANT_ID } from './api-process.js';
import { type Claims, IdentityServer } from './identity-server.js';
import { describeBrowserSignIn } from './browser-sign-in.js';
import { answerOf, SignInClient, type Tokens } from './sign-in-client.js';

const CLIENT = 'film-project';
/** Its public address: what stands in front of it is not part of the test. */
const HERE = 'https://films.example.org';

describe('an identity provider', () => {
  let api: ApiProcess;
  let client: SignInClient;
  let issuer: IdentityServer;
  let admin: string;
  let providerId: string;

  beforeAll(async () => {
    issuer = await IdentityServer.start();
    api = await startApi({
      AUTH_OIDC_ALLOW_HTTP: 'true',
      AUTH_COOKIE_SECURE: 'false',
      AUTH_PUBLIC_URL: HERE,
      AUTH_TRUSTED_ORIGINS: 'https://console.example.org',
    });
    client = new SignInClient(api.url);
    admin = await api.tokenOf('ADMIN');
    providerId = (await add({ name: 'main', issuer: issuer.url, clientIds: [CLIENT] })).body.id;
  });
  afterAll(async () => {
    await api?.stop();
    await issuer?.stop();
  });
  afterEach(() => {
    issuer.broken = false;
    issuer.pretends = undefined;
  });

  const add = (body: object, token = admin) =>
    answerOf<{ id: string; errors: { path: string }[] }>(
      fetch(`${api.url}/v1/identity-providers`, json(body, bearer(token))),
    );
  const change = (id: string, body: object) =>
    answerOf(
      fetch(`${api.url}/v1/identity-providers/${id}`, { ...json(body, bearer(admin)), method: 'PUT' }),
    );
  const login = (idToken: string, more: object = {}) => client.post<Tokens>('oidc', { idToken, ...more });
  /** A token for a user that there is. */
  const identity = async (claims: Claims = {}) => {
    const user = await api.addUser('USER');
    return {
      ...user,
      claims: { sub: user.id, aud: CLIENT, email: user.email, email_verified: true, ...claims } as Claims,
    };
  };

  it('vouches for a user of the tenant by the verified address, and afterwards by the subject', async () => {
    const { claims, id } = await identity();
    const first = await login(issuer.token(claims));
    expect(first.status).toBe(200);
    expect(await client.opens(first.body.accessToken)).toBe(true);
    const moved = await login(issuer.token({ ...claims, email: 'moved@example.org' }));
    const owners = await api.database.query<{ user_id: string }>(
      'SELECT user_id FROM sessions WHERE id = ANY ($1)',
      [[first.body.sessionId, moved.body.sessionId]],
    );
    expect(owners.map((row) => row.user_id)).toEqual([id, id]);
    expect((await client.refresh(first.body.refreshToken)).status).toBe(200);
  });

  describe('is not believed', () => {
    const cases: [string, (good: Claims) => string][] = [
      ['for another client', (good) => issuer.token({ ...good, aud: 'somebody-else' })],
      ['for no client', (good) => issuer.token({ ...good, aud: undefined })],
      [
        'for several clients without saying which',
        (good) => issuer.token({ ...good, aud: [CLIENT, 'other'] }),
      ],
      ['for another party', (good) => issuer.token({ ...good, aud: [CLIENT, 'other'], azp: 'other' })],
      ['of another issuer', (good) => issuer.token({ ...good, iss: 'https://accounts.example.org' })],
      ['without an address', (good) => issuer.token({ ...good, email: undefined })],
      [
        'with an address that nobody has verified',
        (good) => issuer.token({ ...good, email_verified: false }),
      ],
      ['without a subject', (good) => issuer.token({ ...good, sub: undefined })],
      ['with a token that has expired', (good) => issuer.token({ ...good, exp: 1_700_000_000 })],
      ['with a token that never expires', (good) => issuer.token({ ...good, exp: undefined })],
      ['with a token of tomorrow', (good) => issuer.token({ ...good, nbf: 4_000_000_000 })],
      ['with an access token', (good) => issuer.token(good, { typ: 'at+jwt' })],
      ['with a key that it does not have', (good) => issuer.token(good, { kid: 'unknown' })],
      ['with another signature', (good) => `${issuer.token(good).slice(0, -8)}AAAAAAAA`],
      ['without a signature', (good) => unsigned(good)],
      ['with its public key as a shared secret', (good) => confused(good)],
      ['in something that is no token', () => 'a.b.c'],
    ];
    it.each(cases)('%s', async (_name, make) => {
      const { claims } = await identity();
      const answer = await login(make(claims));
      expect([answer.status, answer.problem]).toEqual([401, 'auth.identity_not_accepted']);
    });

    const parts = (token: string) => token.split('.');
    const header = (alg: string) =>
      Buffer.from(JSON.stringify({ alg, kid: issuer.keys[0]!.kid })).toString('base64url');
    const unsigned = (claims: Claims) => `${header('none')}.${parts(issuer.token(claims))[1]}.AA`;
    const confused = (claims: Claims) => {
      const pem = createPublicKey(issuer.keys[0]!.publicKey.export({ type: 'spki', format: 'pem' }));
      const text = `${header('HS256')}.${parts(issuer.token(claims))[1]}`;
      const secret = pem.export({ type: 'spki', format: 'pem' });
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    };

    it('about a stranger, where nobody is to be provisioned', async () => {
      const stranger = { sub: newId(), aud: CLIENT, email: `${newId()}@example.org`, email_verified: true };
      expect((await login(issuer.token(stranger))).problem).toBe('auth.identity_not_accepted');
    });

    it('about a disabled user, nor about one of another tenant', async () => {
      const disabled = await identity();
      await api.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.id]);
      const other = await api.addUser('ADMIN', newId());
      const abroad = { sub: other.id, aud: CLIENT, email: other.email, email_verified: true };
      for (const claims of [disabled.claims, abroad])
        expect((await login(issuer.token(claims))).problem).toBe('auth.identity_not_accepted');
    });

    it('with another nonce than the client’s', async () => {
      const { claims } = await identity({ nonce: 'n-1' });
      expect((await login(issuer.token(claims), { nonce: 'n-2' })).status).toBe(401);
      expect((await login(issuer.token(claims), { nonce: 'n-1' })).status).toBe(200);
    });
  });

  it('does not replace the second factor', async () => {
    const { claims, id, email } = await identity();
    const { body: tokens } = await client.login(email);
    await client.post('mfa/totp', undefined, tokens.accessToken);
    await api.database.query('UPDATE totp_factors SET confirmed_at = now() WHERE user_id = $1', [id]);
    expect((await login(issuer.token(claims))).body).toMatchObject({ mfaRequired: true });
  });

  it('may be asked for its keys again when it has new ones, and not by every forged key id', async () => {
    const fresh = await IdentityServer.start();
    await add({ name: `rotating ${newId()}`, issuer: fresh.url, clientIds: [CLIENT] });
    const { claims } = await identity();
    expect((await login(fresh.token(claims))).status).toBe(200);
    for (let i = 0; i < 10; i++)
      expect((await login(fresh.token(claims, { kid: `forged-${i}` }))).status).toBe(401);
    expect(fresh.asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
    await fresh.stop();
  });

  it('brings strangers in as users where an administrator wishes so, of the organisations that are let in', async () => {
    const google = await IdentityServer.start();
    const made = await add({
      name: `firebase ${newId()}`,
      issuer: google.url,
      clientIds: ['firebase-project'],
      // As Google publishes Firebase's keys: certificates by key id.
      jwksUri: `${google.url}/x509`,
      claims: { tenant: 'firebase.tenant' },
      allowedTenants: ['lisbon'],
      provisionRole: 'VIEWER',
    });
    expect(made.status).toBe(201);
    const firebase = (tenant: string, email = `${newId()}@example.org`): Claims => ({
      sub: newId(),
      aud: 'firebase-project',
      auth_time: 1_700_000_000,
      user_id: 'x',
      email,
      email_verified: true,
      firebase: { identities: { email: [email] }, sign_in_provider: 'google.com', tenant },
    });
    const claims = firebase('lisbon');
    const { status, body } = await login(google.token(claims));
    expect(status).toBe(200);
    const [user] = await api.database.query<{ role: string; tenant_id: string; password_hash: string }>(
      'SELECT role, tenant_id, password_hash FROM users WHERE email = $1',
      [claims.email],
    );
    expect(user).toEqual({ role: 'VIEWER', tenant_id: TENANT_ID, password_hash: '!' });
    expect((await client.login(claims.email as string, '!')).status).toBe(401);
    expect(await client.opens(body.accessToken)).toBe(true);
    expect((await login(google.token(firebase('porto')))).problem).toBe('auth.identity_not_accepted');
    expect(google.asked).toEqual(['/x509']);
    await google.stop();
  });

  it('that does not answer, or is not who it says, is told so, and not asked by every request', async () => {
    const dead = await IdentityServer.start();
    dead.broken = true;
    await add({ name: `dead ${newId()}`, issuer: dead.url, clientIds: [CLIENT] });
    const { claims } = await identity();
    for (let i = 0; i < 5; i++) {
      const answer = await login(dead.token(claims));
      expect([answer.status, answer.problem]).toEqual([503, 'auth.identity_provider_unavailable']);
      expect(answer.headers.get('retry-after')).toBe('5');
    }
    expect(dead.asked).toHaveLength(1);
    await dead.stop();

    const liar = await IdentityServer.start();
    liar.pretends = issuer.url;
    await add({ name: `liar ${newId()}`, issuer: liar.url, clientIds: [CLIENT] });
    expect((await login(liar.token(claims))).problem).toBe('auth.identity_provider_unavailable');
    await liar.stop();
  });

  it('must be named where several tenants take the same tokens', async () => {
    const strangers = await api.tokenOf('ADMIN', newId());
    const theirs = await add({ name: 'main', issuer: issuer.url, clientIds: [CLIENT] }, strangers);
    expect(theirs.status).toBe(201);
    const { claims } = await identity();
    const unclear = await login(issuer.token(claims));
    expect([unclear.status, (unclear.body as unknown as typeof theirs.body).errors[0]?.path]).toEqual([
      400,
      'providerId',
    ]);
    expect((await login(issuer.token(claims), { providerId })).status).toBe(200);
    expect((await login(issuer.token(claims), { providerId: theirs.body.id })).status).toBe(401);
    await fetch(`${api.url}/v1/identity-providers/${theirs.body.id}`, {
      method: 'DELETE',
      headers: bearer(strangers),
    });
  });

  it('is managed by administrators of its tenant alone', async () => {
    const body = { name: `managed ${newId()}`, issuer: issuer.url, clientIds: ['managed'] };
    expect((await add(body, await api.tokenOf('USER'))).status).toBe(403);
    const { body: made, headers } = await add(body);
    expect(headers.get('location')).toBe(`/v1/identity-providers/${made.id}`);
    expect((await add(body)).problem).toBe('auth.identity_provider_taken');
    const { claims } = await identity({ aud: 'managed' });
    expect((await login(issuer.token(claims))).status).toBe(200);
    expect((await change(made.id, { ...body, enabled: false })).body).toMatchObject({ enabled: false });
    expect((await login(issuer.token(claims))).status).toBe(401);
    expect((await change(newId(), { ...body, name: newId() })).problem).toBe(
      'auth.identity_provider_not_found',
    );
    const remove = async (token: string) =>
      (
        await fetch(`${api.url}/v1/identity-providers/${made.id}`, {
          method: 'DELETE',
          headers: bearer(token),
        })
      ).status;
    expect(await remove(await api.tokenOf('ADMIN', newId()))).toBe(404);
    expect([await remove(admin), await remove(admin)]).toEqual([204, 404]);
    const actions = await api.database.query<{ action: string }>(
      'SELECT action FROM audit_events WHERE target_id = $1 ORDER BY seq',
      [made.id],
    );
    expect(actions.map(({ action }) => action)).toEqual([
      'identity_provider.created',
      'identity_provider.changed',
      'identity_provider.deleted',
    ]);
  });

  it.each([
    [{ issuer: 'not an address' }, 'issuer'],
    [{ issuer: 'ftp://example.org' }, 'issuer'],
    [{ issuer: 'https://user:pass@example.org' }, 'issuer'],
    [{ issuer: 'https://example.org/?a=1' }, 'issuer'],
    [{ jwksUri: 'file:///etc/passwd' }, 'jwksUri'],
    [{ clientIds: [] }, 'clientIds'],
    [{ provisionRole: 'ADMIN' }, 'provisionRole'],
    [{ allowedTenants: ['a'] }, 'claims.tenant'],
    [{ secret: 'x' }, 'secret'],
  ])('is refused with %j, which is named', async (wrong, path) => {
    const good = { name: newId(), issuer: 'https://example.org', clientIds: ['c'] };
    const { status, body } = await add({ ...good, ...wrong });
    expect([status, body.errors.map((error) => error.path)]).toEqual([400, [path]]);
  });

  describe('signs browsers in at its own page', () =>
    describeBrowserSignIn({ here: HERE, clientId: CLIENT, api: () => api, admin: () => admin }));
});
