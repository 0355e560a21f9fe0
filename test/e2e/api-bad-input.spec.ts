import { type ApiProcess, bearer, json, startApi, until } from './api-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  correlationId: string;
  errors?: { path: string; message: string }[];
}

describe('bad input', () => {
  let api: ApiProcess;
  let token: string;

  beforeAll(async () => {
    api = await startApi({ API_BODY_LIMIT_BYTES: '65536' });
    token = await api.tokenOf('USER');
  });
  afterAll(() => api?.stop());

  const problemOf = async (response: Response): Promise<Problem> => {
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const problem = (await response.json()) as Problem;
    expect(problem.status).toBe(response.status);
    expect(problem.correlationId).toBe(response.headers.get('x-correlation-id'));
    expect(JSON.stringify(problem)).not.toMatch(/node_modules|dist\/|SELECT|\bat .*\.js/);
    return problem;
  };
  const post = (body: unknown) => fetch(`${api.url}/v1/jobs`, json(body, bearer(token)));
  const submit = (input: object) => post({ pipeline: 'video', input });
  const stored = async () => {
    const [counts] = await api.database.query<{ jobs: number; messages: number }>(
      'SELECT (SELECT count(*)::int FROM jobs) AS jobs, (SELECT count(*)::int FROM outbox) AS messages',
    );
    return counts;
  };

  describe('in a job is refused with the field’s name, and nothing is enqueued', () => {
    afterEach(async () => expect(await stored()).toEqual({ jobs: 0, messages: 0 }));

    it.each<[string, object, string]>([
      ['a brief of one character', { brief: 'A' }, 'input.brief'],
      ['a brief of 50 kB', { brief: 'bread '.repeat(8_500) }, 'input.brief'],
      ['a brief of nothing but HTML', { brief: '<script></script><b></b><img src=x>' }, 'input.brief'],
      ['a brief that is a number', { brief: 42 }, 'input.brief'],
      ['a brief that is missing', {}, 'input.brief'],
      ['a duration of 0', { brief: BRIEF, durationSec: 0 }, 'input.durationSec'],
      ['a duration of 10,000', { brief: BRIEF, durationSec: 10_000 }, 'input.durationSec'],
      ['a duration as text', { brief: BRIEF, durationSec: '15' }, 'input.durationSec'],
      [
        'a duration above the preset’s',
        { brief: BRIEF, durationSec: 90, preset: 'quick_social' },
        'input.durationSec',
      ],
      ['an unknown preset', { brief: BRIEF, preset: 'cheap' }, 'input.preset'],
      ['an unknown aspect', { brief: BRIEF, aspect: '2:1' }, 'input.aspect'],
      ['a seed that is a list', { brief: BRIEF, seed: [1] }, 'input.seed'],
      ['an unknown field', { brief: BRIEF, colour: 'red' }, 'input.colour'],
    ])('%s', async (_name, input, path) => {
      const response = await submit(input);
      expect(response.status).toBe(400);
      const problem = await problemOf(response);
      expect(problem.type).toBe('/problems/input.invalid');
      expect(problem.instance).toBe('/v1/jobs');
      expect(problem.errors?.map((error) => error.path)).toContain(path);
    });

    it.each<[string, unknown, string]>([
      ['no pipeline', { input: { brief: BRIEF } }, 'pipeline'],
      ['an unknown pipeline', { pipeline: 'films', input: { brief: BRIEF } }, 'pipeline'],
      ['an input that is text', { pipeline: 'video', input: BRIEF }, 'input'],
      ['an input that is a list', { pipeline: 'video', input: [BRIEF] }, 'input'],
      ['a priority of 10', { pipeline: 'video', input: { brief: BRIEF }, priority: 10 }, 'priority'],
      ['a priority as text', { pipeline: 'video', input: { brief: BRIEF }, priority: '5' }, 'priority'],
      [
        'an unknown field beside the input',
        { pipeline: 'video', input: { brief: BRIEF }, tenantId: 'x' },
        'tenantId',
      ],
      ['a body that is a list', [], '(body)'],
      ['a body that is null', 'null', '(body)'],
    ])('%s', async (_name, body, path) => {
      const response = await post(body);
      expect(response.status).toBe(400);
      expect((await problemOf(response)).errors?.map((error) => error.path)).toContain(path);
    });

    it('names every wrong field at once', async () => {
      const { errors } = await problemOf(await submit({ brief: 'A', durationSec: 0, colour: 'red' }));
      expect(errors?.map(({ path }) => path).sort()).toEqual([
        'input.brief',
        'input.colour',
        'input.durationSec',
      ]);
    });

    it.each<[string, RequestInit & { body: string }, number, string]>([
      ['malformed JSON', json('{"pipeline": "video", '), 400, 'http.malformed'],
      ['an empty body', json(''), 400, 'http.malformed'],
      [
        'a polluted prototype',
        json('{"__proto__": {"admin": true}, "pipeline": "video"}'),
        400,
        'http.malformed',
      ],
      [
        'JSON that is nested 30,000 deep',
        json(`{"pipeline":"video","input":{"brief":${'['.repeat(30_000)}${']'.repeat(30_000)}}}`),
        400,
        'http.malformed',
      ],
      [
        'a body of 80 kB',
        json({ pipeline: 'video', input: { brief: 'x'.repeat(80_000) } }),
        413,
        'http.too_large',
      ],
      ['text', json('hello', { 'content-type': 'text/plain' }), 415, 'http.unsupported_media_type'],
      [
        'a form',
        json('a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
        415,
        'http.unsupported_media_type',
      ],
    ] as never)('%s', async (_name, request, status, code) => {
      const headers = { ...(request.headers as Record<string, string>), ...bearer(token) };
      const response = await fetch(`${api.url}/v1/jobs`, { ...request, headers });
      expect(response.status).toBe(status);
      expect((await problemOf(response)).type).toBe(`/problems/${code}`);
    });
  });

  it('that only looks dangerous is a brief like any other: it is stored as it is written, and runs nothing', async () => {
    const brief = `${BRIEF} $(touch /tmp/pwned); rm -rf / | cat \`id\` && "quotes" 'n' {}; DROP TABLE users; --`;
    const response = await submit({ brief });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { id: string };
    expect(response.headers.get('location')).toBe(`/v1/jobs/${id}`);
    const [row] = await api.database.query<{ brief: string }>(
      "SELECT input->>'brief' AS brief FROM jobs WHERE id = $1",
      [id],
    );
    expect(row?.brief).toBe(brief);
  });

  it.each([
    ['/v1/jobs?limit=0', 'limit'],
    ['/v1/jobs?limit=1000', 'limit'],
    ['/v1/jobs?limit=ten', 'limit'],
    ['/v1/jobs?limit=1&limit=2', 'limit'],
    ['/v1/jobs?status=finished', 'status'],
    ['/v1/jobs?order=asc', 'order'],
  ])('in a query is refused with its name: %s', async (path, field) => {
    const response = await fetch(api.url + path, { headers: bearer(token) });
    expect(response.status).toBe(400);
    expect((await problemOf(response)).errors?.map((error) => error.path)).toEqual([field]);
  });

  it.each([
    ['GET', '/v1/jobs?cursor=abc', 400, 'job.bad_cursor'],
    ['GET', '/nowhere', 404, 'http.not_found'],
    ['GET', '/jobs', 404, 'http.not_found'],
    ['GET', '/v1/jobs/42', 404, 'http.not_found'],
    ['GET', '/v1/jobs/0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b', 404, 'job.not_found'],
    ['GET', '/v1/jobs/0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b/events', 404, 'job.not_found'],
    ['GET', '/v1/jobs/0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b/artifacts', 404, 'job.not_found'],
    ['POST', '/v1/jobs/0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b/cancel', 404, 'job.not_found'],
    ['GET', '/v1/artifacts/0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b', 404, 'artifact.not_found'],
    ['GET', '/v1/artifacts/..%2f..%2fetc%2fpasswd', 404, 'http.not_found'],
    ['GET', '/v1/jobs/%ZZ', 400, 'http.malformed'],
    ['GET', `/v1/jobs/${'a'.repeat(500)}`, 414, 'http.uri_too_long'],
    ['DELETE', '/v1/jobs', 405, 'http.method_not_allowed'],
    ['PUT', '/v1/auth/login', 405, 'http.method_not_allowed'],
  ])('%s %s is a problem with the status %i', async (method, path, status, code) => {
    const response = await fetch(api.url + path, { method, headers: bearer(token) });
    expect((await problemOf(response)).type).toBe(`/problems/${code}`);
    expect(response.status).toBe(status);
    if (status === 405) expect(response.headers.get('allow')).toMatch(/POST|GET/);
  });

  it('carries the caller’s correlation id back, and into the log', async () => {
    const id = 'order-4711';
    const response = await fetch(`${api.url}/v1/jobs/42`, {
      headers: { ...bearer(token), 'x-correlation-id': id },
    });
    expect((await problemOf(response)).correlationId).toBe(id);
    await until(() => api.log.some((line) => line.includes(`"correlationId":"${id}"`)));
    expect(api.log.join('\n')).not.toContain(token);
  });
});
