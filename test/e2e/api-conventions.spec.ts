import { type ApiProcess, bearer, startApi } from './api-process.js';

const JOB = { pipeline: 'video', input: { brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread.' } };
const ORIGIN = 'https://app.example.com';

describe('the conventions', () => {
  let api: ApiProcess;
  let token: string;
  let job: string;

  beforeAll(async () => {
    api = await startApi({ API_CORS_ORIGINS: ORIGIN });
    token = await api.tokenOf('USER');
    const client = api.as(token);
    job = (await client.jobs.submit(JOB)).id;
    await client.api.POST('/v1/jobs/{id}/cancel', { params: { path: { id: job } } });
  });
  afterAll(() => api?.stop());

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(api.url + path, { method, headers: { ...bearer(token), ...headers } });

  it('a resource that the client has already is not sent again', async () => {
    const first = await get(`/v1/jobs/${job}`);
    const etag = first.headers.get('etag') as string;
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const again = await get(`/v1/jobs/${job}`, { 'if-none-match': etag, 'accept-encoding': 'gzip' });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(again.headers.get('etag')).toBe(etag);
    const other = await get(`/v1/jobs/${job}`, { 'if-none-match': '"something else"' });
    expect([other.status, (await other.json()) as object]).toEqual([200, await first.json()]);
  });

  it.each(['/v1/jobs/ID?expand=all', '/v1/budgets?limit=1', '/v1/presets?a=1&b=2'])(
    'a parameter that is not known is refused by name: %s',
    async (path) => {
      token = await api.tokenOf('ADMIN');
      const response = await get(path.replace('ID', job));
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as { errors: { path: string }[] };
      const asked = [...new URLSearchParams(path.split('?')[1]).keys()];
      expect(errors.map((error) => error.path)).toEqual(asked);
    },
  );

  it('pages of named origins may call, and read what the answers’ headers say', async () => {
    const preflight = await get(
      '/v1/jobs',
      { origin: ORIGIN, 'access-control-request-method': 'POST' },
      'OPTIONS',
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    const answer = await get('/v1/jobs', { origin: ORIGIN });
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after');
  });

  it('pages of other origins may not', async () => {
    const answer = await get('/v1/jobs', { origin: 'https://evil.example.com' });
    expect(answer.headers.get('access-control-allow-origin')).not.toBe('https://evil.example.com');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('every answer carries the security headers and the caller’s correlation id', async () => {
    const answer = await get(`/v1/jobs/${job}`, { 'x-correlation-id': 'order-4711' });
    expect(answer.headers.get('x-correlation-id')).toBe('order-4711');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
    expect(answer.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(answer.headers.get('x-powered-by')).toBeNull();
  });

  it('a long answer is compressed where the client takes that', async () => {
    const list = await get('/v1/jobs/' + job, { 'accept-encoding': 'gzip' });
    expect(list.headers.get('content-encoding')).toBe('gzip');
    expect(await list.json()).toMatchObject({ id: job });
  });
});

describe('without origins named', () => {
  it('no page of another origin may call', async () => {
    const api = await startApi();
    try {
      const answer = await fetch(`${api.url}/health/live`, { headers: { origin: ORIGIN } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    } finally {
      await api.stop();
    }
  });
});
