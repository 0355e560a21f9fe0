import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  AiprodClient,
  type ClientOptions,
  data,
  type JobEvent,
  ProblemError,
  SecondFactorRequired,
} from './index.js';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const json =
  (content: object, status = 200, headers = {}): Answer =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(content));
const frames =
  (...lines: string[]): Answer =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`${lines.join('\n\n')}\n\n`);
const thenBreak =
  (answer: Answer): Answer =>
  (response, request) => {
    answer(response, request);
    setImmediate(() => response.destroy());
  };
const thenEnd =
  (answer: Answer): Answer =>
  (response, request) => {
    answer(response, request);
    response.end();
  };

describe('the client', () => {
  let server: Server;
  let url: string;
  let asked: { route: string; headers: IncomingMessage['headers']; body: string }[];
  /** By route: what is answered one after another, the last for ever. */
  let answers: Record<string, Answer[]>;

  beforeEach(async () => {
    asked = [];
    answers = { 'POST /v1/auth/login': [json({ accessToken: 'first' }), json({ accessToken: 'second' })] };
    server = createServer((request, response) => {
      const route = `${request.method} ${request.url}`;
      void text(request).then((body) => {
        asked.push({ route, headers: request.headers, body });
        const list = answers[route] ?? [
          json({ type: '/problems/route.not_found', title: 'Nothing here', status: 404 }, 404),
        ];
        (list.length > 1 ? list.shift() : list[0])?.(response, request);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const client = (options: Partial<ClientOptions> = {}) =>
    new AiprodClient({ url, access: { token: 't' }, retryDelayMs: 1, ...options });
  const times = (route: string) => asked.filter((one) => one.route === route).length;
  const watched = async (events: AsyncIterable<JobEvent>) => {
    const seen: string[] = [];
    for await (const { id, type } of events) seen.push(`${id ?? '-'} ${type}`);
    return seen;
  };

  it('signs in once for all that is asked at the same time, and again when the token has run out', async () => {
    const me = client({ access: { email: 'a@example.org', password: 'p' } });
    answers['GET /v1/jobs/j1'] = [
      (response, { headers }) =>
        json(
          headers.authorization === 'Bearer second' ? { id: 'j1' } : { status: 401 },
          headers.authorization === 'Bearer second' ? 200 : 401,
        )(response, undefined as never),
    ];
    expect(await me.jobs.get('j1')).toEqual({ id: 'j1' });
    expect(times('POST /v1/auth/login')).toBe(2);
    await Promise.all([me.jobs.get('j1'), me.jobs.get('j1')]);
    expect(times('POST /v1/auth/login')).toBe(2);
  });

  it('says at once that signing in takes a second factor', async () => {
    answers['POST /v1/auth/login'] = [json({ mfaToken: 'x' })];
    const me = client({ access: { email: 'a@example.org', password: 'p' } });
    await expect(me.jobs.get('j1')).rejects.toBeInstanceOf(SecondFactorRequired);
    expect(times('POST /v1/auth/login')).toBe(1);
  });

  it('throws what the API refuses as a problem with its code, its fields and its status', async () => {
    const errors = [{ path: 'input.brief', message: 'must have words' }];
    answers['POST /v1/jobs'] = [
      json(
        { type: '/problems/input.invalid', title: 'Wrong input', status: 400, detail: 'See errors', errors },
        400,
      ),
    ];
    const refused = await client()
      .jobs.submit({ pipeline: 'video', input: {} })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({ code: 'input.invalid', status: 400, problem: { errors } });
  });

  it('tells what a proxy said where it was not the API that answered', async () => {
    answers['GET /v1/jobs/j1'] = [(response) => void response.writeHead(413).end('<h1>Too large</h1>')];
    await expect(client().jobs.get('j1')).rejects.toMatchObject({
      code: '',
      status: 413,
      problem: { detail: '<h1>Too large</h1>' },
    });
  });

  it('asks again where nobody answered or there was no room, and no more often than it was told', async () => {
    answers['GET /v1/jobs/j1'] = [
      (response) => void response.destroy(),
      json({ status: 503 }, 503, { 'retry-after': '0' }),
      json({ id: 'j1' }),
    ];
    expect(await client().jobs.get('j1')).toEqual({ id: 'j1' });
    answers['GET /v1/jobs/j2'] = [json({ title: 'Not now', status: 503 }, 503)];
    await expect(client().jobs.get('j2')).rejects.toMatchObject({ status: 503 });
    expect(times('GET /v1/jobs/j2')).toBe(3);
  });

  it('submits again under the same key, so that a lost answer makes no second job', async () => {
    answers['POST /v1/jobs'] = [(response) => void response.destroy(), json({ id: 'j1' }, 202)];
    expect(await client().jobs.submit({ pipeline: 'video', input: { brief: 'x' } })).toEqual({ id: 'j1' });
    const keys = asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[\w-]{16,}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(asked[1]?.body).toBe(asked[0]?.body);
  });

  it('does not repeat what might be done twice', async () => {
    answers['POST /v1/jobs/j1/cancel'] = [(response) => void response.destroy()];
    await expect(
      data(client().api.POST('/v1/jobs/{id}/cancel', { params: { path: { id: 'j1' } } })),
    ).rejects.toThrow();
    expect(times('POST /v1/jobs/j1/cancel')).toBe(1);
  });

  it('follows a job over broken connections: each event once, in order', async () => {
    answers['GET /v1/jobs/j1'] = [
      json({ id: 'j1', status: 'processing' }),
      json({ id: 'j1', status: 'completed' }),
    ];
    answers['GET /v1/jobs/j1/events'] = [
      thenBreak(
        frames(
          'id: 1\nevent: job.created\ndata: {}',
          'event: progress\ndata: {"progress":0.5}',
          'id: 2\nevent: stage.succeeded\ndata: {}',
        ),
      ),
      json({ status: 503 }, 503),
      thenEnd(frames('id: 3\nevent: stage.succeeded\ndata: {}')),
      thenEnd(frames('id: 4\nevent: job.completed\ndata: {}')),
    ];
    expect(await watched(client({ retries: 0 }).jobs.watch('j1'))).toEqual([
      '1 job.created',
      '- progress',
      '2 stage.succeeded',
      '3 stage.succeeded',
      '4 job.completed',
    ]);
    const from = asked
      .filter(({ route }) => route.endsWith('/events'))
      .map(({ headers }) => headers['last-event-id']);
    expect(from).toEqual([undefined, '2', '2', '3']);
  });

  it('follows a job that was rerun past the end of its first run', async () => {
    answers['GET /v1/jobs/j1'] = [json({ id: 'j1', status: 'completed' })];
    answers['GET /v1/jobs/j1/events'] = [
      thenEnd(
        frames(
          'id: 1\nevent: job.completed\ndata: {}',
          'id: 2\nevent: job.rerun\ndata: {}',
          'id: 3\nevent: job.completed\ndata: {}',
        ),
      ),
    ];
    expect(await watched(client().jobs.watch('j1'))).toEqual([
      '1 job.completed',
      '2 job.rerun',
      '3 job.completed',
    ]);
  });

  it('ends where there is nothing more to come after the last event', async () => {
    answers['GET /v1/jobs/j1'] = [json({ id: 'j1', status: 'completed' })];
    answers['GET /v1/jobs/j1/events'] = [thenEnd(frames(': nothing'))];
    expect(await watched(client().jobs.watch('j1', { after: '9' }))).toEqual([]);
  });

  it('gives up on a job that does not exist, and when it is told to stop', async () => {
    await expect(watched(client().jobs.watch('gone'))).rejects.toMatchObject({ code: 'route.not_found' });
    const stop = new AbortController();
    answers['GET /v1/jobs/j1/events'] = [frames('id: 1\nevent: job.created\ndata: {}')];
    const following = (async () => {
      for await (const { id } of client().jobs.watch('j1', { signal: stop.signal }))
        stop.abort(new Error(`enough at ${id}`));
    })();
    await expect(following).rejects.toThrow('enough at 1');
  });

  it('hands out a file as it comes, also from the middle', async () => {
    answers['GET /v1/artifacts/a1'] = [
      (response, { headers }) =>
        void response.writeHead(headers.range ? 206 : 200).end(headers.range === 'bytes=2-' ? 'lm' : 'film'),
    ];
    const read = async (stream: Promise<ReadableStream>) => text(await stream);
    expect(await read(client().artifacts.download('a1'))).toBe('film');
    expect(await read(client().artifacts.download('a1', 2))).toBe('lm');
  });
});
