import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, json, TENANT_ID } from './api-process.js';
import { IdentityServer } from './identity-server.js';

interface World {
  here: string;
  clientId: string;
  api(): ApiProcess;
  admin(): string;
}

/** A browser's way to the provider's page and back, by the authorization code flow with PKCE. */
export function describeBrowserSignIn({ here, clientId, api, admin }: World): void {
  let issuer: IdentityServer;
  let provider: string;

  beforeAll(async () => {
    issuer = await IdentityServer.start();
    provider = await add({});
  });
  afterAll(() => issuer?.stop());
  beforeEach(async () => {
    const { id, email } = await api().addUser('USER');
    issuer.person = { sub: id, email, email_verified: true };
  });

  const add = async (more: object): Promise<string> => {
    const wanted = { name: newId(), issuer: issuer.url, clientIds: [clientId], ...more };
    const answer = await fetch(`${api().url}/v1/identity-providers`, json(wanted, bearer(admin())));
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { id: string }).id;
  };
  /** Follows nothing, and tells the cookies that it was given. */
  const go = async (address: string, cookies: Record<string, string> = {}) => {
    const cookie = Object.entries(cookies)
      .map((pair) => pair.join('='))
      .join('; ');
    const answer = await fetch(address.replace(here, api().url), { redirect: 'manual', headers: { cookie } });
    const given = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!.split('=') as [string, string]);
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? '',
      cookies: Object.fromEntries(given),
      lines: answer.headers.getSetCookie(),
      problem: ((await answer.json().catch(() => ({}))) as { type?: string }).type?.replace('/problems/', ''),
    };
  };
  const start = (id = provider, query = '') => go(`${here}/v1/auth/oidc/${id}/start${query}`);
  /** Up to the address that the provider sends the browser back to. */
  const comeBack = async (id = provider, query = '') => {
    const begun = await start(id, query);
    const { location } = await go(begun.location);
    return { cookies: begun.cookies, address: new URL(location) };
  };
  const NOT_ACCEPTED = { status: 401, problem: 'auth.identity_not_accepted' };
  const EXPIRED = { status: 401, problem: 'auth.flow_expired' };

  it('from a page that knows which providers there are, and nothing more of them', async () => {
    const off = await add({ enabled: false });
    const offered = async (query: string) => {
      const answer = await fetch(`${api().url}/v1/auth/oidc/providers${query}`);
      return ((await answer.json()) as { items: { id: string; startUrl: string }[] }).items;
    };
    const items = await offered('');
    expect(items.map(({ id }) => id)).toContain(provider);
    expect(items.map(({ id }) => id)).not.toContain(off);
    const [one] = items.filter(({ id }) => id === provider);
    expect(Object.keys(one!).sort()).toEqual(['id', 'name', 'startUrl']);
    expect((await go(here + one!.startUrl)).status).toBe(302);
    expect(await offered(`?tenant=${TENANT_ID}`)).toEqual(items);
    expect(await offered(`?tenant=${newId()}`)).toEqual([]);
  });

  it('with a session cookie, where the sign-in was to lead', async () => {
    const begun = await start(provider, '?returnTo=%2Ffilms%3Fpage%3D2');
    expect(begun).toMatchObject({
      status: 302,
      location: expect.stringContaining(`${issuer.url}/authorize?tenant=x&`) as string,
    });
    expect(begun.lines).toEqual([
      expect.stringMatching(/^aiprod-oidc=s1\.[^;]+; Path=\/; Max-Age=600; SameSite=Lax; HttpOnly$/),
    ]);
    const asked = new URL(begun.location).searchParams;
    expect(asked.get('redirect_uri')).toBe(`${here}/v1/auth/oidc/callback`);
    const { location } = await go(begun.location);
    const done = await go(location, begun.cookies);
    expect(done).toMatchObject({ status: 302, location: `${here}/films?page=2` });
    expect(done.lines[0]).toMatch(/^aiprod-oidc=; Path=\/; Max-Age=0/);
    const cookie = `aiprod-session=${done.cookies['aiprod-session']}`;
    const sessions = await fetch(`${api().url}/v1/auth/sessions`, { headers: { cookie } });
    expect(await sessions.json()).toMatchObject({ items: [{ kind: 'cookie', current: true }] });
  });

  it('and no other browser with their answer, nor one that comes twice, or late', async () => {
    const { cookies, address } = await comeBack();
    const other = await comeBack();
    expect(await go(address.href)).toMatchObject(EXPIRED);
    expect(await go(address.href, other.cookies)).toMatchObject(EXPIRED);
    expect(
      await go(address.href, { 'aiprod-oidc': `${cookies['aiprod-oidc']!.slice(0, -4)}AAAA` }),
    ).toMatchObject(EXPIRED);
    expect((await go(address.href, cookies)).status).toBe(302);
    expect(await go(address.href, cookies)).toMatchObject(NOT_ACCEPTED);
  });

  it('not with a code of another sign-in, another nonce, another issuer, or none', async () => {
    const [mine, theirs] = [await comeBack(), await comeBack()];
    const mixed = new URL(mine.address);
    mixed.searchParams.set('code', theirs.address.searchParams.get('code')!);
    expect(await go(mixed.href, mine.cookies)).toMatchObject(NOT_ACCEPTED);
    const wrong = async (change: (address: URL) => void) => {
      const { cookies, address } = await comeBack();
      change(address);
      return go(address.href, cookies);
    };
    expect(
      await wrong(({ searchParams }) => searchParams.set('iss', 'https://evil.example.org')),
    ).toMatchObject(NOT_ACCEPTED);
    expect(await wrong(({ searchParams }) => searchParams.delete('code'))).toMatchObject(NOT_ACCEPTED);
    expect(await wrong(({ searchParams }) => searchParams.set('error', 'access_denied'))).toMatchObject(
      NOT_ACCEPTED,
    );
    issuer.person = { ...issuer.person, nonce: 'of another sign-in' };
    expect(await wrong(() => undefined)).toMatchObject(NOT_ACCEPTED);
  });

  it('sends nobody to a place that somebody else has chosen', async () => {
    for (const place of [
      'https://evil.example.org/',
      '//evil.example.org',
      '/\\evil.example.org',
      'javascript:alert(1)',
    ]) {
      expect(await start(provider, `?returnTo=${encodeURIComponent(place)}`)).toMatchObject({
        status: 400,
        problem: 'input.invalid',
      });
    }
    const { cookies, address } = await comeBack(
      provider,
      '?returnTo=https%3A%2F%2Fconsole.example.org%2Fjobs',
    );
    expect((await go(address.href, cookies)).location).toBe('https://console.example.org/jobs');
    expect(await start(newId())).toMatchObject({ status: 404, problem: 'auth.identity_provider_not_found' });
  });

  it('shows the client’s secret to the provider alone', async () => {
    const client = newId();
    const clientSecret = 'hunter: 2 & more';
    issuer.secrets.set(client, clientSecret);
    const without = await comeBack(await add({ clientIds: [client] }));
    expect((await go(without.address.href, without.cookies)).status).toBe(503);
    const id = await add({ clientIds: [client], clientSecret });
    const { cookies, address } = await comeBack(id);
    expect((await go(address.href, cookies)).status).toBe(302);
    const listed = await fetch(`${api().url}/v1/identity-providers`, { headers: bearer(admin()) });
    const { items } = (await listed.json()) as { items: { id: string; hasClientSecret: boolean }[] };
    expect(items.find((item) => item.id === id)).toMatchObject({ hasClientSecret: true });
    const stored = await api().database.query('SELECT * FROM identity_providers, audit_events');
    expect(JSON.stringify([items, stored, api().log])).not.toContain('hunter');
  });

  it('asks for the second factor, in a fragment that no server sees', async () => {
    await api().database.query(
      "INSERT INTO totp_factors (user_id, seed_sealed, confirmed_at) VALUES ($1, 'x', now())",
      [issuer.person.sub],
    );
    const { cookies, address } = await comeBack();
    const done = await go(address.href, cookies);
    expect(done.location).toMatch(/^https:\/\/films\.example\.org\/#challengeToken=[\w-]{43}&expiresIn=300$/);
    expect(done.cookies['aiprod-session']).toBeUndefined();
  });
}
