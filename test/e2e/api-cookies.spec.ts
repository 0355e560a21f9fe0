import { createHmac } from 'node:crypto';
import { type ApiProcess, bearer, json, PASSWORD, startApi } from './api-process.js';
import { answerOf } from './sign-in-client.js';

const SESSION = '__Host-aiprod-session';
const CSRF = '__Host-aiprod-csrf';

interface Browser {
  cookies: Record<string, string>;
  attributes: Record<string, string>;
  csrfToken: string;
  sessionId: string;
}

describe('a browser', () => {
  let api: ApiProcess;
  beforeAll(async () => {
    api = await startApi({ AUTH_TRUSTED_ORIGINS: 'https://console.example.org' });
  });
  afterAll(() => api?.stop());

  const login = (email: string, headers: Record<string, string> = {}) =>
    answerOf<{ csrfToken: string; sessionId: string }>(
      fetch(`${api.url}/v1/auth/login`, json({ email, password: PASSWORD, session: 'cookie' }, headers)),
    );
  const signIn = async (): Promise<Browser> => {
    const { email } = await api.addUser('USER');
    const { status, headers, body } = await login(email);
    expect(status).toBe(200);
    const set = headers.getSetCookie().map((cookie) => cookie.split('; '));
    return {
      ...body,
      cookies: Object.fromEntries(set.map(([pair]) => pair!.split('=') as [string, string])),
      attributes: Object.fromEntries(set.map(([pair, ...rest]) => [pair!.split('=')[0]!, rest.join('; ')])),
    };
  };
  const cookieHeader = (cookies: Record<string, string>) => ({
    cookie: Object.entries(cookies)
      .map((pair) => pair.join('='))
      .join('; '),
  });
  const list = (headers: Record<string, string>) => answerOf(fetch(`${api.url}/v1/jobs`, { headers }));
  const change = (headers: Record<string, string>) =>
    answerOf(fetch(`${api.url}/v1/auth/logout-everywhere`, { method: 'POST', headers }));
  const ownHeaders = ({ cookies, csrfToken }: Browser) => ({
    ...cookieHeader(cookies),
    'x-csrf-token': csrfToken,
  });

  it('gets cookies that only this host can set, and pages can’t read', async () => {
    const { attributes, cookies, csrfToken } = await signIn();
    const common = 'Path=/; Max-Age=7776000; SameSite=Lax';
    expect(attributes).toEqual({
      [SESSION]: `${common}; HttpOnly; Secure`,
      [CSRF]: `${common}; Secure`,
    });
    expect(cookies[CSRF]).toBe(csrfToken);
  });

  it('reads with its cookie alone', async () => {
    const { cookies } = await signIn();
    expect((await list(cookieHeader(cookies))).status).toBe(200);
    expect((await list(cookieHeader({ [SESSION]: cookies[SESSION]! }))).status).toBe(200);
  });

  it('changes something with the token of its session', async () => {
    const browser = await signIn();
    expect(await change({ ...ownHeaders(browser), origin: api.url })).toMatchObject({
      status: 200,
      body: { ended: 1 },
    });
    expect((await list(cookieHeader(browser.cookies))).status).toBe(401);
  });

  describe('is refused what another site makes it send', () => {
    const forgeries: [string, (own: Browser, other: Browser) => Record<string, string>][] = [
      ['without a token', ({ cookies }) => cookieHeader(cookies)],
      ['with an empty token', (own) => ({ ...ownHeaders(own), 'x-csrf-token': '' })],
      [
        'with a token that is not in the cookie',
        (own) => ({ ...cookieHeader({ [SESSION]: own.cookies[SESSION]! }), 'x-csrf-token': own.csrfToken }),
      ],
      [
        'with the token of another session in header and cookie',
        (own, other) => ({
          ...cookieHeader({ ...own.cookies, [CSRF]: other.csrfToken }),
          'x-csrf-token': other.csrfToken,
        }),
      ],
      [
        'with a token that is signed otherwise',
        (own) => {
          const made = `nonce.${createHmac('sha256', 'guess').update('csrf:nonce').digest('base64url')}`;
          return { ...cookieHeader({ ...own.cookies, [CSRF]: made }), 'x-csrf-token': made };
        },
      ],
      [
        'with two cookies of one name',
        (own) => ({
          cookie: `${cookieHeader(own.cookies).cookie}; ${CSRF}=x`,
          'x-csrf-token': own.csrfToken,
        }),
      ],
      ['from another origin', (own) => ({ ...ownHeaders(own), origin: 'https://evil.example' })],
      ['from a page without an origin', (own) => ({ ...ownHeaders(own), origin: 'null' })],
      ['as the browser itself says', (own) => ({ ...ownHeaders(own), 'sec-fetch-site': 'cross-site' })],
      ['from a subdomain', (own) => ({ ...ownHeaders(own), 'sec-fetch-site': 'same-site' })],
    ];

    it.each(forgeries)('%s', async (_name, headersOf) => {
      const [own, other] = [await signIn(), await signIn()];
      expect(await change(headersOf(own, other))).toMatchObject({ status: 403, problem: 'auth.csrf_failed' });
      expect((await list(cookieHeader(own.cookies))).status).toBe(200);
    });

    it('nor signs in with it', async () => {
      const { email } = await api.addUser('USER');
      const { status, problem, headers } = await login(email, { origin: 'https://evil.example' });
      expect([status, problem, headers.getSetCookie()]).toEqual([403, 'auth.csrf_failed', []]);
    });
  });

  it('may show pages of an origin that is trusted', async () => {
    const own = await signIn();
    const headers = { origin: 'https://console.example.org', 'sec-fetch-site': 'same-site' };
    expect((await change({ ...ownHeaders(own), ...headers })).status).toBe(200);
  });

  it('needs no token beside a bearer token, and no page can lend one to its cookie', async () => {
    const own = await signIn();
    const { email } = await api.addUser('USER');
    const { body } = await answerOf<{ accessToken: string }>(
      fetch(`${api.url}/v1/auth/login`, json({ email, password: PASSWORD })),
    );
    expect((await change({ ...bearer(body.accessToken), origin: 'https://evil.example' })).status).toBe(200);
    // A header that says nothing good does not fall back on the cookie.
    expect((await list({ ...cookieHeader(own.cookies), ...bearer('nonsense') })).status).toBe(401);
  });

  it('loses its cookies when it signs out', async () => {
    const own = await signIn();
    const answer = await answerOf(
      fetch(`${api.url}/v1/auth/logout`, { method: 'POST', headers: ownHeaders(own) }),
    );
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie().map((cookie) => cookie.split('; ').slice(0, 3))).toEqual([
      [`${SESSION}=`, 'Path=/', 'Max-Age=0'],
      [`${CSRF}=`, 'Path=/', 'Max-Age=0'],
    ]);
    expect((await list(cookieHeader(own.cookies))).status).toBe(401);
  });

  it('stays signed in while it is used, and no longer than allowed', async () => {
    const [idle, old] = [await signIn(), await signIn()];
    await api.database.query("UPDATE sessions SET last_used_at = now() - interval '15 days' WHERE id = $1", [
      idle.sessionId,
    ]);
    await api.database.query('UPDATE sessions SET expires_at = now() WHERE id = $1', [old.sessionId]);
    for (const { cookies } of [idle, old]) expect((await list(cookieHeader(cookies))).status).toBe(401);
  });

  it.each(['', 'x', "' OR 1=1 --", 'A'.repeat(43), 'A'.repeat(5_000)])(
    'is nobody with the cookie %j',
    async (value) => {
      expect((await list({ cookie: `${SESSION}=${value}` })).status).toBe(401);
    },
  );
});
