import { type ApiProcess, bearer, json, startApi, until } from './api-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

interface JobBody {
  id: string;
  status: string;
  stages: unknown[];
}

describe('the API', () => {
  let api: ApiProcess;
  let token: string;

  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenOf('USER');
  });
  afterAll(() => api?.stop());

  const get = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
    fetch(api.url + path, { ...init, headers: { ...bearer(token), ...headers } });
  const submit = async (as = token) => {
    const response = await fetch(
      `${api.url}/v1/jobs`,
      json({ pipeline: 'video', input: { brief: BRIEF } }, bearer(as)),
    );
    expect(response.status).toBe(202);
    return (await response.json()) as JobBody;
  };
  const cancel = (id: string) =>
    fetch(`${api.url}/v1/jobs/${id}/cancel`, { method: 'POST', headers: bearer(token) });

  describe('takes jobs', () => {
    it('answers 202 with where to find the job', async () => {
      const job = await submit();
      expect(job).toMatchObject({ pipeline: 'video', status: 'pending', priority: 5, costMicros: 0 });
      expect(await (await get(`/v1/jobs/${job.id}`)).json()).toMatchObject({
        id: job.id,
        input: { brief: BRIEF },
      });
    });

    it('cancels one, once', async () => {
      const { id } = await submit();
      const first = await cancel(id);
      expect(first.status).toBe(202);
      expect(await first.json()).toMatchObject({ id, status: 'cancelled' });
      const second = await cancel(id);
      expect(second.status).toBe(409);
      expect(await second.json()).toMatchObject({ type: '/problems/job.already_ended' });
    });

    it('lists them by pages, newest first, each once', async () => {
      token = await api.tokenOf('USER');
      const made: string[] = [];
      for (let i = 0; i < 5; i++) made.unshift((await submit()).id);
      const listed: string[] = [];
      let cursor: string | null = '';
      let pages = 0;
      do {
        const page = await get(`/v1/jobs?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
        const body = (await page.json()) as { items: JobBody[]; nextCursor: string | null };
        listed.push(...body.items.map(({ id }) => id));
        cursor = body.nextCursor;
        pages++;
      } while (cursor !== null);
      expect(listed).toEqual(made);
      expect(pages).toBe(3);
      await cancel(made[0]!);
      const cancelled = (await (await get('/v1/jobs?status=cancelled')).json()) as { items: JobBody[] };
      expect(cancelled.items.map(({ id }) => id)).toEqual([made[0]]);
    });
  });

  describe('streams events', () => {
    /** Reads until the stream ends, or as many characters as it takes to see `until`. */
    const read = async (response: Response, until?: string): Promise<string> => {
      let text = '';
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        if (until && text.includes(until)) break;
      }
      return text;
    };
    const ids = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

    it('live, and ends after the last one', async () => {
      const { id } = await submit();
      const response = await get(`/v1/jobs/${id}/events`, { 'accept-encoding': 'gzip, br' });
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      expect(response.headers.get('content-encoding')).toBeNull();
      expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
      setTimeout(() => void cancel(id), 300);
      const text = await read(response);
      expect(text).toMatch(/^retry: \d+\n\n/);
      expect(text).toMatch(/id: 1\nevent: job\.created\ndata: {.*}\n\n/);
      expect(text).toContain('event: progress\ndata: {"progress":0,"stages":[');
      expect(text).toMatch(/event: job\.cancelled\ndata: .*\n\n$/);
      const seen = ids(text);
      expect(seen).toEqual(seen.map((_, index) => index + 1));
    });

    it('from where the client left off', async () => {
      const { id } = await submit();
      await cancel(id);
      const all = ids(await read(await get(`/v1/jobs/${id}/events`)));
      expect(all.length).toBeGreaterThanOrEqual(2);
      expect(ids(await read(await get(`/v1/jobs/${id}/events`, { 'last-event-id': '1' })))).toEqual(
        all.slice(1),
      );
      expect(ids(await read(await get(`/v1/jobs/${id}/events?after=1`)))).toEqual(all.slice(1));
      const last = String(all.at(-1));
      expect(ids(await read(await get(`/v1/jobs/${id}/events`, { 'last-event-id': last })))).toEqual([]);
      expect((await get(`/v1/jobs/${id}/events`, { 'last-event-id': 'x' })).status).toBe(400);
      expect((await get(`/v1/jobs/${id}/events?after=-1`)).status).toBe(400);
    });

    it('to nobody who has gone: the process lets go of every stream', async () => {
      const { id } = await submit();
      const open = async () => {
        const metrics = await (await fetch(`${api.url}/metrics`)).text();
        return Number(/^http_event_streams_open (\d+)$/m.exec(metrics)?.[1]);
      };
      const gone = Array.from({ length: 10 }, () => new AbortController());
      await Promise.all(
        gone.map(async ({ signal }) =>
          read(await get(`/v1/jobs/${id}/events`, {}, { signal }), 'job.created'),
        ),
      );
      await until(async () => (await open()) === 0);

      const held = await get(`/v1/jobs/${id}/events`);
      await until(async () => (await open()) === 1);
      await held.body?.cancel();
      await until(async () => (await open()) === 0);
      for (const controller of gone) controller.abort();
    });
  });

  describe('tells about itself', () => {
    it('is live and ready', async () => {
      expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
      const ready = await fetch(`${api.url}/health/ready`);
      expect(await ready.json()).toMatchObject({
        status: 'ok',
        checks: { postgres: { status: 'ok' }, redis: { status: 'ok' } },
      });
    });

    it('counts requests by route, never by address', async () => {
      const { id } = await submit();
      await get(`/v1/jobs/${id}`);
      await get('/no/such/address');
      const metrics = await (await fetch(`${api.url}/metrics`)).text();
      expect(metrics).toContain(
        'http_request_duration_seconds_count{method="GET",route="/v1/jobs/:id",status="200"}',
      );
      expect(metrics).toContain('route="unmatched",status="404"');
      expect(metrics).toContain('database_pool_connections{pool="api",state="idle"}');
      expect(metrics).not.toContain(id);
      expect(metrics).not.toContain('such');
    });

    it('describes every operation, with who may call it', async () => {
      const document = (await (await fetch(`${api.url}/openapi.json`)).json()) as {
        openapi: string;
        paths: Record<string, Record<string, Record<string, unknown>>>;
        components: { schemas: Record<string, { example?: unknown }> };
      };
      expect(document.openapi).toMatch(/^3\.1\./);
      const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
      );
      expect(operations.length).toBeGreaterThanOrEqual(12);
      for (const { name, operation } of operations) {
        expect([name, operation.summary]).toEqual([name, expect.stringMatching(/\w/)]);
        expect([name, Boolean(operation['x-permission'])]).toEqual([name, Boolean(operation.security)]);
      }
      const open = operations.filter(({ operation }) => !operation.security).map(({ name }) => name);
      expect(open.sort()).toEqual([
        'get /.well-known/jwks.json',
        'get /health/live',
        'get /health/ready',
        'get /health/startup',
        'get /v1/auth/oidc/callback',
        'get /v1/auth/oidc/providers',
        'get /v1/auth/oidc/{id}/start',
        'post /v1/auth/login',
        'post /v1/auth/mfa',
        'post /v1/auth/oidc',
        'post /v1/auth/refresh',
        'post /v1/provider-webhooks/replicate/{effectId}',
      ]);
      expect(document.components.schemas.SubmitJob?.example).toMatchObject({ pipeline: 'video' });
      const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)];
      const missing = references
        .map(([, name]) => name!)
        .filter((name) => !(name in document.components.schemas));
      expect(missing).toEqual([]);
    });

    it('shows that on a page of its own, compressed, with security headers', async () => {
      const page = await fetch(`${api.url}/docs`);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
      const document = await fetch(`${api.url}/openapi.json`, { headers: { 'accept-encoding': 'gzip' } });
      expect(document.headers.get('content-encoding')).toBe('gzip');
    });
  });
});
